package io.comfortcommit.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.microsoft.playwright.Page;
import io.comfortcommit.testing.Chromium;
import io.comfortcommit.testing.Needed;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the joined script does what the modules did is shown by every test of the page in a browser. */
class JoinedScriptTest {
    @Test
    void eachModuleRunsOnceAfterThoseThatItImportsAndSeesOnlyWhatItImports() {
        JoinedScript script = JoinedScript.of(
                "main",
                Map.of(
                        "main",
                        "import { Shown } from './shown.js';\nimport { word } from './words.js';\n\nawait new Shown(word());\n",
                        "shown",
                        "import { LIMIT, word } from './words.js';\n\nexport class Shown {}\nfunction hidden() {}\n",
                        "words",
                        "export const LIMIT = 3;\n/** Says it. */\nexport async function word() {}\nexport function* all() {}\n",
                        "unused",
                        "export const NEVER = 1;\n"));
        assertThat(script.modules()).containsExactly("words", "shown", "main");
        assertThat(script.text()).isEqualTo("""
                        const $words = await (async () => {
                        const LIMIT = 3;
                        /** Says it. */
                        async function word() {}
                        function* all() {}
                        return { LIMIT, word, all };
                        })();
                        const $shown = await (async () => {
                        const { LIMIT, word } = $words;

                        class Shown {}
                        function hidden() {}
                        return { Shown };
                        })();
                        const { Shown } = $shown;
                        const { word } = $words;

                        await new Shown(word());
                        """);
    }

    @Test
    void whatIsImportedWhileItRunsStaysSo() {
        String source = "export async function more() {\n  return import('./texts.ko.js');\n}\n";
        assertThat(JoinedScript.of("main", Map.of("main", "import { more } from './lazy.js';\n", "lazy", source))
                        .text())
                .contains("import('./texts.ko.js')");
    }

    @Test
    void whatAModuleAwaitsIsThereForWhoImportsIt() {
        Needed.check(Chromium.isInstalled(), Chromium.howToInstall());
        JoinedScript script = JoinedScript.of(
                "main",
                Map.of(
                        "main", "import { word } from './words.js';\n\nwindow.said = word;\n",
                        "words", "export const word = await Promise.resolve('later');\n"));
        try (Chromium chromium = Chromium.start();
                Page page = chromium.browser().newPage()) {
            page.addScriptTag(new Page.AddScriptTagOptions().setType("module").setContent(script.text()));
            page.waitForFunction("window.said === 'later'");
        }
    }

    @Test
    void whatCannotBeJoinedIsRefusedByName() {
        refused("import words from './words.js';\n", "main.js can't be joined because of: import words from");
        refused("import { a as b } from './words.js';\n", "main.js can't be joined because of: import { a as b }");
        refused("export let count = 0;\n", "main.js can't be joined because of: export let count");
        refused("export { count };\n", "main.js can't be joined because of: export { count }");
        refused("import { gone } from './words.js';\n", "main.js imports what words.js does not export: [gone]");
        refused("import { a } from './nowhere.js';\n", "there is no module nowhere.js");
        refused("import { again } from './round.js';\n", "round.js imports itself by way of others: [main, round]");
    }

    private static void refused(String main, String why) {
        Map<String, String> sources = Map.of(
                "main", main,
                "words", "export const a = 1;\n",
                "round", "import { again } from './round.js';\nexport const again = 1;\n");
        assertThatIllegalStateException()
                .isThrownBy(() -> JoinedScript.of("main", sources))
                .withMessageStartingWith(why);
    }
}
