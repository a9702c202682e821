package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.reading.TreeRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real change in git to the message, in both languages. */
class StructuralDrafterTest {
    private static final List<String> NO_SCOPES = Collections.nCopies(10, "chore: something");

    private static final String READER = """
            package a;

            class Reader {
                private static final int LIMIT = 10;

                int read(String path) {
                    int size = open(path);
                    return size;
                }

                void close() {
                    release();
                }
            }
            """;

    @TempDir
    Path folder;

    private TreeRepository repository;
    private TreeRepository.Tree before;
    private TreeRepository.Tree after;
    private List<String> recent = NO_SCOPES;
    private String branch = "main";

    @BeforeEach
    void open() throws IOException {
        repository = TreeRepository.create(folder);
        before = repository.tree();
        after = repository.tree();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void expect(String english, String korean) throws IOException {
        var change = new ChangeReader().read(repository.git(), before.write(), after.write());
        assertThat(message(change, Locale.ENGLISH)).isEqualTo(english.strip());
        assertThat(message(change, Locale.KOREAN)).isEqualTo(korean.strip());
    }

    private String message(ChangeSet change, Locale language) {
        return new StructuralDrafter()
                .draft(change, new DraftingContext(language, recent, branch))
                .message();
    }

    private void modified(String path, String old, String current) throws IOException {
        before.file(path, old);
        after.file(path, current);
    }

    @Nested
    class Source {
        @Test
        void aNewTypeIsAFeature() throws IOException {
            after.file("src/Reader.java", READER);

            expect("feat: add Reader", "feat: Reader 추가");
        }

        @Test
        void aNewMethodIsAFeatureOfItsType() throws IOException {
            modified(
                    "src/Reader.java",
                    READER,
                    READER.replace(
                            "    void close",
                            "    int skip(int lines) {\n        return lines;\n    }\n\n    void close"));

            expect("feat: add skip to Reader", "feat: Reader에 skip 추가");
        }

        @Test
        void newFunctionsOfANewFileAreSaidWithIt() throws IOException {
            after.file(
                    "lib/paths.py", "def normalise(path):\n    return path\n\n\ndef join(a, b):\n    return a + b\n");

            expect("feat: add paths.py with normalise and join", "feat: paths.py 추가(normalise, join)");
        }

        @Test
        void aNullCheckIsAFix() throws IOException {
            modified(
                    "src/Reader.java",
                    READER,
                    READER.replace(
                            "        int size",
                            "        if (path == null) {\n            return 0;\n        }\n        int size"));

            expect("fix: check for null in Reader.read", "fix: Reader.read에 null 검사 추가");
        }

        @Test
        void anotherValueIsAFix() throws IOException {
            modified("src/Reader.java", READER, READER.replace("LIMIT = 10", "LIMIT = 20"));

            expect("fix: change a value in Reader.LIMIT", "fix: Reader.LIMIT의 값 변경");
        }

        @Test
        void anotherConditionIsAFix() throws IOException {
            var loop = READER.replace("release();", "while (size < 10) {\n            size++;\n        }");
            modified("src/Reader.java", loop, loop.replace("size < 10", "size <= last"));

            expect("fix: change a condition in Reader.close", "fix: Reader.close의 조건 변경");
        }

        @Test
        void anotherResultIsAFix() throws IOException {
            modified("src/Reader.java", READER, READER.replace("return size;", "return Math.max(0, size);"));

            expect("fix: change what Reader.read returns", "fix: Reader.read의 반환값 변경");
        }

        @Test
        void aCaughtExceptionIsAFix() throws IOException {
            modified(
                    "src/Reader.java",
                    READER,
                    READER.replace(
                            "        release();",
                            "        try {\n            release();\n        } catch (IOException e) {\n            failed = true;\n        }"));

            expect("fix: handle exceptions in Reader.close", "fix: Reader.close에 예외 처리 추가");
        }

        @Test
        void otherWordsInATextAreAFix() throws IOException {
            var text = READER.replace("release();", "say(\"good by\");");
            modified("src/Reader.java", text, text.replace("good by", "goodbye"));

            expect("fix: reword texts in Reader.close", "fix: Reader.close의 문구 수정");
        }

        @Test
        void anotherSignatureIsARefactoring() throws IOException {
            modified("src/Reader.java", READER, READER.replace("read(String path)", "read(Path path)"));

            expect("refactor: change the signature of Reader.read", "refactor: Reader.read 시그니처 변경");
        }

        @Test
        void anotherNameIsARefactoring() throws IOException {
            modified("src/Reader.java", READER, READER.replace("int read(", "int readAll("));

            expect("refactor: rename read to readAll", "refactor: read → readAll 이름 변경");
        }

        @Test
        void aMethodThatWentIsARefactoring() throws IOException {
            modified(
                    "src/Reader.java", READER, READER.replace("\n    void close() {\n        release();\n    }\n", ""));

            expect("refactor: remove close from Reader", "refactor: Reader에서 close 제거");
        }

        @Test
        void aMethodThatMovedIsSaidToMove() throws IOException {
            var close = "\n    void close() {\n        release();\n    }\n";
            modified("src/Reader.java", READER, READER.replace(close, ""));
            modified(
                    "src/Pool.java",
                    "class Pool {\n    int size;\n}\n",
                    "class Pool {\n    int size;\n" + close + "}\n");

            expect("refactor: move close to Pool", "refactor: close → Pool 이동");
        }

        @Test
        void onlyLogLinesAreAChore() throws IOException {
            modified(
                    "src/Reader.java",
                    READER,
                    READER.replace("        release();", "        log.info(\"closing\");\n        release();"));

            expect("chore: add logging to Reader.close", "chore: Reader.close에 로그 추가");
        }

        @Test
        void onlyCommentsAreDocumentation() throws IOException {
            modified("src/Reader.java", READER, READER.replace("    void close", "    // Closes.\n    void close"));

            expect("docs: revise comments in Reader", "docs: Reader의 주석 수정");
        }

        @Test
        void onlyWhiteSpaceIsStyle() throws IOException {
            modified("src/Reader.java", READER, READER.replace("    ", "\t"));

            expect("style: reformat Reader", "style: Reader 서식 정리");
        }

        @Test
        void onlyImportsAreARefactoring() throws IOException {
            modified("src/Reader.java", READER, READER.replace("package a;\n", "package a;\n\nimport b.C;\n"));

            expect("refactor: tidy imports in Reader", "refactor: Reader의 import 정리");
        }

        @Test
        void manyThingsAreListedInTheBody() throws IOException {
            after.file("src/Reader.java", READER);
            after.file("src/Writer.java", READER.replace("Reader", "Writer"));
            after.file("src/ReaderTest.java", "class ReaderTest {\n    @Test\n    void reads() {\n    }\n}\n");
            modified("README.md", "# A\n", "# A\n\n## Reading files\n\nText.\n");

            expect("""
                    feat: add Reader and Writer

                    - add Reader and Writer
                    - cover Reader with tests
                    - describe Reading files in README.md
                    """, """
                    feat: Reader, Writer 추가

                    - Reader, Writer 추가
                    - Reader 테스트 추가
                    - README.md에 Reading files 설명 추가
                    """);
        }
    }

    @Nested
    class OtherFiles {
        @Test
        void onlyPagesAreDocumentation() throws IOException {
            modified("docs/guide.md", "a\n", "b\n");

            expect("docs: revise guide.md", "docs: guide.md 내용 수정");
        }

        @Test
        void onlyTestsAreTests() throws IOException {
            modified(
                    "src/test/java/ReaderTest.java",
                    "class ReaderTest {\n}\n",
                    "class ReaderTest {\n    @Test\n    void anEmptyFileHasNoLines() {\n        read();\n    }\n}\n");

            expect("test: extend the tests of Reader", "test: Reader 테스트 보강");
        }

        @Test
        void aNewDependencyIsABuildChange() throws IOException {
            modified(
                    "package.json",
                    "{\n  \"dependencies\": {\n    \"a\": \"^1.0.0\"\n  }\n}\n",
                    "{\n  \"dependencies\": {\n    \"a\": \"^1.1.0\",\n    \"left-pad\": \"^1.3.0\"\n  }\n}\n");
            modified("package-lock.json", "1\n", "2\n".repeat(500));

            expect("""
                    build: add dependency left-pad and bump a
                    """, """
                    build: 의존성 left-pad 추가, a 버전 변경
                    """);
        }

        @Test
        void aVersionInAVariableIsThatOfWhatTheVariableIsCalledAfter() throws IOException {
            modified(
                    "gradle.properties",
                    "asmVersion = 9.7.1\nprojectVersion = 1\n",
                    "asmVersion = 9.8\nprojectVersion = 2\n");
            modified("Makefile", "GOLANGCI_LINT_VERSION := v2.7.2\n", "GOLANGCI_LINT_VERSION := v2.8.0\n");

            expect("build: bump asm and golangci-lint", "build: asm, golangci-lint 버전 변경");
        }

        @Test
        void aWrappersBuildToolIsBumped() throws IOException {
            modified(
                    "gradle/wrapper/gradle-wrapper.properties",
                    "distributionUrl=https\\://services.gradle.org/distributions/gradle-8.14-bin.zip\n",
                    "distributionUrl=https\\://services.gradle.org/distributions/gradle-8.14.2-bin.zip\n");

            expect("build: bump gradle", "build: gradle 버전 변경");
        }

        @Test
        void aPipelineIsCi() throws IOException {
            modified(".github/workflows/test.yml", "on: push\n", "on: pull_request\n");

            expect("ci: change on in test.yml", "ci: test.yml의 on 변경");
        }

        @Test
        void anActionAtAHigherVersionIsBumped() throws IOException {
            modified(
                    ".github/workflows/cicd.yml",
                    "steps:\n  - uses: actions/checkout@v4.2.2\n  - run: make\n",
                    "steps:\n  - uses: actions/checkout@v5.0.0\n  - run: make\n");

            expect("ci: bump actions/checkout", "ci: actions/checkout 버전 변경");
        }

        @Test
        void anActionAtADigestHasTheVersionOfTheCommentBehindIt() throws IOException {
            modified(
                    ".github/workflows/cicd.yml",
                    "  - uses: actions/cache@" + "a1".repeat(20) + " # v4.2.2\n",
                    "  - uses: actions/cache@" + "b2".repeat(20) + " # v5.0.0\n");

            expect("ci: bump actions/cache", "ci: actions/cache 버전 변경");
        }

        @Test
        void anActionThatIsPinnedOrAtALowerVersionIsNotBumped() throws IOException {
            modified(
                    ".github/workflows/pin.yml",
                    "  - uses: actions/cache@v4\n",
                    "  - uses: actions/cache@" + "b2".repeat(20) + " # v4.2.2\n");
            modified(
                    ".github/workflows/back.yml",
                    "  - uses: actions/github-script@v5\n",
                    "  - uses: actions/github-script@v4\n");

            expect("""
                    ci: change actions/github-script and uses

                    - change actions/github-script in back.yml
                    - change uses in pin.yml
                    """, """
                    ci: actions/github-script, uses 변경

                    - back.yml의 actions/github-script 변경
                    - pin.yml의 uses 변경
                    """);
        }

        @Test
        void aStepsActionIsNamedAndNotItsKey() throws IOException {
            modified(
                    ".github/workflows/test.yml",
                    "steps:\n  - uses: actions/checkout@v4\n",
                    "steps:\n  - uses: actions/checkout@v4\n  - uses: actions/cache@v4\n");

            expect("ci: add actions/cache to test.yml", "ci: test.yml에 actions/cache 추가");
        }

        @Test
        void anImageAndAHookAtAHigherVersionAreBumped() throws IOException {
            modified("deploy/app.yaml", "image: ghcr.io/acme/shop:1.2.0\n", "image: ghcr.io/acme/shop:1.10.0\n");
            modified(
                    ".pre-commit-config.yaml",
                    "- repo: https://github.com/crate-ci/typos\n  rev: v1.27.0\n",
                    "- repo: https://github.com/crate-ci/typos\n  rev: v1.28.0\n");

            expect(
                    "chore: bump crate-ci/typos and ghcr.io/acme/shop",
                    "chore: crate-ci/typos, ghcr.io/acme/shop 버전 변경");
        }

        @Test
        void keysOfConfigurationAreSaidWithoutTheirValues() throws IOException {
            modified("application.properties", "a=1\n", "a=1\nserver.password=hunter2\n");

            expect(
                    "chore: set server.password in application.properties",
                    "chore: application.properties에 server.password 설정");
        }

        @Test
        void onlyLockfilesAreABuildChange() throws IOException {
            modified("web/yarn.lock", "1\n", "2\n");

            expect("build: update yarn.lock", "build: yarn.lock 갱신");
        }

        @Test
        void onlyGeneratedFilesAreAChore() throws IOException {
            modified("api/v1.pb.go", "1\n", "2\n");

            expect("chore: regenerate v1.pb.go", "chore: v1.pb.go 다시 생성");
        }

        @Test
        void aFileThatSaysItIsGeneratedIsLeftOutBesideOthers() throws IOException {
            after.file(
                    "src/Table.java",
                    "// Code generated by tool. DO NOT EDIT.\nclass Table {\n" + "int a;\n".repeat(300) + "}\n");
            modified("README.md", "a\n", "b\n");

            expect("docs: revise README.md", "docs: README.md 내용 수정");
        }

        @Test
        void onlyBinariesAreAChore() throws IOException {
            before.file("logo.png", new byte[] {0, 1});
            after.file("logo.png", new byte[] {0, 2}).file("icon.png", new byte[] {0, 3});

            expect("chore: add icon.png and replace logo.png", "chore: icon.png 추가, logo.png 교체");
        }

        @Test
        void onlyModesAreAChore() throws IOException {
            before.file("run.sh", "echo\n").file("build.sh", "make\n");
            after.executable("run.sh", "echo\n").executable("build.sh", "make\n");

            expect("chore: make build.sh and run.sh executable", "chore: build.sh, run.sh에 실행 권한 추가");
        }

        @Test
        void onlyDeletionsOfSourceAreARefactoring() throws IOException {
            before.file("src/Reader.java", READER).file("src/Old.java", READER.replace("Reader", "Old"));

            expect("refactor: remove Old and Reader", "refactor: Old, Reader 제거");
        }

        @Test
        void aRenamedFileIsARefactoring() throws IOException {
            before.file("src/Reader.java", READER);
            after.file("src/FileReader.java", READER);

            expect("refactor: rename Reader to FileReader", "refactor: Reader → FileReader 이름 변경");
        }

        @Test
        void movedFilesAreARefactoring() throws IOException {
            before.file("src/Reader.java", READER).file("src/Other.java", READER + "// more\n");
            after.file("src/io/Reader.java", READER).file("src/io/Other.java", READER + "// more\n");

            expect("refactor: move Other and Reader to src/io", "refactor: Other, Reader → src/io 이동");
        }

        @Test
        void aSubmodulesNewCommitIsAChore() throws IOException {
            before.submodule("libs/core", ObjectId.fromString("1".repeat(40)));
            after.submodule("libs/core", ObjectId.fromString("2".repeat(40)));

            expect("chore: move submodule core to another commit", "chore: 서브모듈 core의 커밋 변경");
        }

        @Test
        void aLinkIsNamedButNotItsTarget() throws IOException {
            before.link("current", "releases/1");
            after.link("current", "releases/2");

            expect("chore: point link current elsewhere", "chore: 링크 current의 대상 변경");
        }

        @Test
        void anEmptyFileIsAdded() throws IOException {
            after.file("data/.keep", "");

            expect("chore: add .keep", "chore: .keep 추가");
        }

        @Test
        void noChangeAtAllStillHasAMessage() throws IOException {
            expect("chore: record an empty change", "chore: 빈 변경 기록");
        }
    }

    @Nested
    class Context {
        @Test
        void theFirstCommitStartsTheRepository() throws IOException {
            recent = List.of();
            after.file("cli/Main.java", "class Main {\n}\n")
                    .file("docs/guide.md", "# A\n")
                    .file("README.md", "# A\n");

            expect("""
                    feat: start the repository with cli and docs

                    - add Main
                    - add README.md and guide.md
                    """, """
                    feat: 저장소 시작: cli, docs 추가

                    - Main 추가
                    - README.md, guide.md 추가
                    """);
        }

        @Test
        void aFirstCommitOfOneFileAddsIt() throws IOException {
            recent = List.of();
            after.file("README.md", "# A\n");

            expect("docs: add README.md", "docs: README.md 추가");
        }

        @Test
        void theScopeIsLearnedFromTheSubjectsBefore() throws IOException {
            recent = List.of("feat(io): a", "fix(io): b", "chore: c");
            after.file("src/io/Reader.java", READER);

            expect("feat(io): add Reader", "feat(io): Reader 추가");
        }

        @Test
        void theIssuesKeyIsATrailer() throws IOException {
            branch = "feature/ABC-123-reader";
            after.file("src/Reader.java", READER);

            expect("feat: add Reader\n\nRefs: ABC-123", "feat: Reader 추가\n\nRefs: ABC-123");
        }

        @Test
        void theBranchSaysWhatTheChangeDoesNotShow() throws IOException {
            branch = "hotfix/close-twice";
            modified("src/Reader.java", READER, READER.replace("release();", "releaseAll();"));

            expect("fix: change Reader.close", "fix: Reader.close 변경");
        }

        @Test
        void aRepositoryOutsideTheConventionGetsItAllTheSame() throws IOException {
            recent = Collections.nCopies(20, "Fixed stuff");
            after.file("src/Reader.java", READER);

            expect("feat: add Reader", "feat: Reader 추가");
        }
    }

    @Nested
    class Limits {
        @Test
        void aLongFileNameIsShortened() throws IOException {
            after.file("docs/" + "very-long-name-".repeat(14) + ".md", "a\n");

            expect("""
                    docs: add very-long-name-very-long-n…long-name-.md

                    - add very-long-name-very-long-name-very-long…e-very-long-name-.md
                    """, """
                    docs: very-long-name-very-long-n…long-name-.md 추가

                    - very-long-name-very-long-name-very-long…e-very-long-name-.md 추가
                    """);
        }

        @Test
        void aNameThatIsASecretIsNeverQuoted() throws IOException {
            after.file("keys/ghp_0123456789abcdefghijABCDEFGHIJ012345.pem", "x\n");

            expect("chore: add a .pem file", "chore: .pem 파일 추가");
        }

        @Test
        void fiveThousandFilesAreOneMessage() throws IOException {
            var files = IntStream.range(0, 5_000)
                    .mapToObj(i -> new FileChange(
                            "src/a/File" + i + ".java",
                            "src/a/File" + i + ".java",
                            Kind.MODIFIED,
                            0100644,
                            0100644,
                            false,
                            3,
                            2,
                            List.of()))
                    .toList();

            assertThat(message(new ChangeSet(new ArrayList<>(files), true), Locale.ENGLISH))
                    .startsWith("refactor: change File0, File1, File2 and 4,997 more\n\n- change File0,");
        }
    }
}
