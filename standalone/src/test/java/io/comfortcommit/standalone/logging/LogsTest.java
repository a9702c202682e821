package io.comfortcommit.standalone.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void logIntoTheFolder() {
        Logs.into(folder, Level.OFF);
    }

    @AfterEach
    void letGoOfTheFolder() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
        MDC.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer S3CRET-abcdefgh",
                "headers=[authorization=[Basic S3CRETabcdefgh==]]",
                "\"Authorization\":\"token S3CRET\"",
                "Proxy-Authorization: S3CRET",
                "got bearer S3CRET-abcdefgh",
                "Set-Cookie: comfort_session=S3CRET; Path=/",
                "https://author:S3CRET@git.example.com/a.git failed",
                "https://S3CRET@git.example.com/a.git",
                "password=S3CRET&user=a",
                "{\"password\": \"S3CRET\"}",
                "client_secret: S3CRET",
                "api-key=S3CRET",
                "access_token='S3CRET'",
                "http://127.0.0.1:7878/d/1#k=S3CRET",
                "-----BEGIN RSA PRIVATE KEY-----\nS3CRET\nS3CRET\n-----END RSA PRIVATE KEY-----",
                "cut off: -----BEGIN OPENSSH PRIVATE KEY-----\nS3CRET",
                "ghp_S3CRETabcdefghijklmnop",
                "github_pat_S3CRETabcdefghijklmnop",
                "glpat-S3CRETabcdefghijklmnop",
                "xoxb-S3CRETabcdefgh",
                "eyJhbGciOiJIUzI1NiJ9.eyJS3CRET.S3CRET",
                "S3CRET.person@example.com wrote",
            })
    void whatLooksLikeASecretIsMaskedInMessagesAndInExceptions(String text) throws IOException {
        LoggerFactory.getLogger("io.comfortcommit.gateway.X")
                .error("{}", text, new IllegalStateException(text, new IOException(text)));
        String line = onlyLine();
        assertThat(line).doesNotContain("S3CRET").contains("***");
        assertThat(new JsonMapper().readTree(line).path("error").asString()).contains("IllegalStateException");
    }

    /** Shapes that providers give their tokens; what tells them is the scanner that also reads changes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk_live_|51HbQ7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1aUe0Ti",
                "npm_|Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1aUe0Ti",
                "hf_|QvKmXpLwZtRbNcYdHsJfGaUeTiOqWxAzBk",
                "SG.|Q7vK2mX9pLw4Zt8RbN3cY6.dHs5JfG1aUe0TiQ7vK2mX9pLw4Zt8RbN3cY6dHs5JfG",
                "AIzaSy|Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1aUe",
                "ghp_|Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz",
                "connect(AKIA|Z7QK3XN5WV2LRT6B)",
            })
    void noProvidersTokenStandsInTheFileOrOnTheConsole(String parts) throws IOException {
        String token = parts.replace("|", "");
        PrintStream before = System.err;
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setErr(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            Logs.into(folder, Level.WARN);
            LoggerFactory.getLogger("io.comfortcommit.sagas.X")
                    .warn("can't read \"{}\" in A.java", token, new IllegalStateException("at line: " + token));
        } finally {
            System.setErr(before);
        }
        String secret = token.replaceAll("connect\\(|\\)", "");
        assertThat(onlyLine()).contains("can't read", "IllegalStateException").doesNotContain(secret);
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("can't read")
                .doesNotContain(secret);
    }

    @Test
    void idsAndHashesStayReadable() throws IOException {
        String text = "draft 01980000-0000-7000-8000-000000000001 of 89e6c98d92887913cadf06b2adb97f26cde4849b"
                + " waits for redrafting/1 since 2026-11-01T09:30:00.123456Z (trace 4bf92f3577b34da6a3ce929d0e0e4736)";
        LoggerFactory.getLogger("x").warn(text);
        assertThat(new JsonMapper().readTree(onlyLine()).path("msg").asString()).isEqualTo(text);
    }

    @Test
    void aSecretThatWasNamedIsMaskedWhereverItStands() throws IOException {
        Logs.hide("correct-horse");
        LoggerFactory.getLogger("x").warn("xcorrect-horsex");
        assertThat(onlyLine()).doesNotContain("correct-horse").contains("x***x");
    }

    @Test
    void ordinaryTextStaysAsItIs() throws IOException {
        String text = "커밋 3f2a1b pushed to refs/heads/main: tokens are counted, 12 secrets found in a/b.py";
        LoggerFactory.getLogger("x").warn(text);
        assertThat(new JsonMapper().readTree(onlyLine()).path("msg").asString()).isEqualTo(text);
    }

    @Test
    void aLineNamesTheSideTheDraftTheRepositoryAndTheTrace() throws IOException {
        MDC.put("id", "draft-1");
        MDC.put("repo", "repository-1");
        MDC.put("trace", "trace-1");
        LoggerFactory.getLogger("io.comfortcommit.sagas.publishing.Pushing").warn("two\nlines \"quoted\"");
        JsonNode line = new JsonMapper().readTree(onlyLine());
        assertThat(line.path("svc").asString()).isEqualTo("sagas");
        assertThat(line.path("lvl").asString()).isEqualTo("warn");
        assertThat(line.path("ts").asString()).endsWith("Z");
        assertThat(line.path("id").asString()).isEqualTo("draft-1");
        assertThat(line.path("repo").asString()).isEqualTo("repository-1");
        assertThat(line.path("trace").asString()).isEqualTo("trace-1");
        assertThat(line.path("msg").asString()).isEqualTo("two\nlines \"quoted\"");
    }

    private String onlyLine() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("comfort.jsonl"));
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }
}
