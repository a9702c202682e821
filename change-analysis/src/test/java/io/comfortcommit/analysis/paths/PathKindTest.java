package io.comfortcommit.analysis.paths;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PathKindTest {
    @ParameterizedTest
    @CsvSource({
        "package-lock.json, LOCKFILE",
        "editors/vscode/package-lock.json, LOCKFILE",
        "docs/yarn.lock, LOCKFILE",
        "a/b/c/Cargo.lock, LOCKFILE",
        "go.sum, LOCKFILE",
        "test/fixtures/poetry.lock, LOCKFILE",
        "src/generated/Api.java, GENERATED",
        "target/classes/A.class, GENERATED",
        "web/app.min.js, GENERATED",
        "api/v1/service.pb.go, GENERATED",
        "lib/model.g.dart, GENERATED",
        "src/__snapshots__/App.test.tsx.snap, GENERATED",
        "vendor/github.com/x/y/README.md, VENDORED",
        "web/node_modules/a/index.js, VENDORED",
        "third_party/zlib/zlib.c, VENDORED",
        "mvnw, VENDORED",
        "src/test/java/a/FooTest.java, TEST",
        "src/test/resources/data.json, TEST",
        "pkg/reader_test.go, TEST",
        "tests/test_reader.py, TEST",
        "src/reader.spec.ts, TEST",
        "src/Reader.test.tsx, TEST",
        "spec/models/user_spec.rb, TEST",
        "ReaderIT.java, TEST",
        "src/main/java/a/Contest.java, SOURCE",
        "src/main/java/a/Latest.java, SOURCE",
        "README.md, DOCUMENTATION",
        "tests/README.md, DOCUMENTATION",
        "LICENSE, DOCUMENTATION",
        "docs/conf.py, DOCUMENTATION",
        "docs/architecture.png, DOCUMENTATION",
        "CHANGELOG.md, DOCUMENTATION",
        "pom.xml, BUILD",
        "messages/pom.xml, BUILD",
        "build.gradle.kts, BUILD",
        "docs/package.json, BUILD",
        "Dockerfile, BUILD",
        "docker-compose.yml, BUILD",
        "CMakeLists.txt, BUILD",
        "requirements-dev.txt, BUILD",
        "App.csproj, BUILD",
        ".github/workflows/test.yml, CI",
        ".gitlab-ci.yml, CI",
        "Jenkinsfile, CI",
        ".circleci/config.yml, CI",
        ".github/CODEOWNERS, CONFIGURATION",
        "application.yml, CONFIGURATION",
        ".gitignore, CONFIGURATION",
        ".env.production, CONFIGURATION",
        ".eslintrc.json, CONFIGURATION",
        "tsconfig.json, CONFIGURATION",
        "src/main/java/a/Foo.java, SOURCE",
        "src/main/java/shop/vendor/Vendor.java, SOURCE",
        "src/main/java/a/test/Scenario.java, SOURCE",
        "kit/src/main/kotlin/build/target/Target.kt, SOURCE",
        "src/test/java/a/vendor/Prices.java, TEST",
        "src/main/java/a/generated/Tables.java, GENERATED",
        "src/main/resources/db/V1__first.sql, SOURCE",
        "main.go, SOURCE",
        "scripts/release, SOURCE",
        "한글/파일.kt, SOURCE",
        "logo.png, OTHER",
        "data.csv, OTHER",
        "x, OTHER",
    })
    void aPathTellsWhatAFileIsFor(String path, PathKind kind) {
        assertThat(PathKind.of(path)).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void whatAToolOrAnotherProjectWroteIsNotHandWritten(PathKind kind) {
        assertThat(kind.handWritten())
                .isEqualTo(
                        switch (kind) {
                            case LOCKFILE, GENERATED, VENDORED -> false;
                            case TEST, DOCUMENTATION, BUILD, CI, CONFIGURATION, SOURCE, OTHER -> true;
                        });
    }
}
