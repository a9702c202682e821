package io.comfortcommit.analysis.paths;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a file is for, told from its path, at any depth. Where several fit, the first in this order does; but a pipeline
 * stays one everywhere, as a page with an extension of pages does in {@code tests/README.md} and a package's manifest in
 * {@code docs/package.json}.
 */
public enum PathKind {
    /** Written by a package manager: committed, but never what a change is about unless nothing else changed. */
    LOCKFILE,
    /** Written by a tool from other files, as {@link #LOCKFILE}. */
    GENERATED,
    /** Someone else's work kept in this repository, as {@link #LOCKFILE}. */
    VENDORED,
    TEST,
    DOCUMENTATION,
    BUILD,
    CI,
    CONFIGURATION,
    SOURCE,
    /** Data, images and what has no known extension. */
    OTHER;

    private static final Set<String> LOCKFILES = Set.of(
            "package-lock.json",
            "npm-shrinkwrap.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "bun.lock",
            "bun.lockb",
            "deno.lock",
            "cargo.lock",
            "gemfile.lock",
            "gems.locked",
            "composer.lock",
            "poetry.lock",
            "pipfile.lock",
            "pdm.lock",
            "uv.lock",
            "pixi.lock",
            "conda-lock.yml",
            "go.sum",
            "go.work.sum",
            "gradle.lockfile",
            "buildscript-gradle.lockfile",
            "mix.lock",
            "rebar.lock",
            "pubspec.lock",
            "podfile.lock",
            "cartfile.resolved",
            "package.resolved",
            "packages.lock.json",
            "paket.lock",
            "project.assets.json",
            "flake.lock",
            "stack.yaml.lock",
            "cabal.project.freeze",
            "chart.lock",
            "requirements.lock",
            ".terraform.lock.hcl",
            "module.bazel.lock",
            "maven_install.json",
            "shard.lock",
            "conan.lock");

    private static final Set<String> GENERATED_FOLDERS = Set.of(
            "generated",
            "generated-sources",
            "generated-test-sources",
            "__generated__",
            "__snapshots__",
            "gen-src",
            "dist",
            "target",
            ".next",
            ".nuxt",
            "__pycache__",
            ".dart_tool");
    private static final List<String> GENERATED_ENDS = List.of(
            ".min.js",
            ".min.css",
            ".min.mjs",
            ".bundle.js",
            ".js.map",
            ".css.map",
            ".mjs.map",
            ".pb.go",
            ".pb.gw.go",
            ".pb.cc",
            ".pb.h",
            "_pb2.py",
            "_pb2_grpc.py",
            "_pb2.pyi",
            "_pb.js",
            "_pb.ts",
            "_pb.d.ts",
            ".pb.swift",
            ".g.dart",
            ".freezed.dart",
            ".gr.dart",
            ".g.cs",
            ".g.i.cs",
            ".designer.cs",
            ".generated.cs",
            ".generated.ts",
            ".generated.js",
            ".generated.go",
            ".generated.swift",
            ".gen.go",
            ".gen.ts",
            "_gen.go",
            "_generated.go",
            "_generated.rs",
            "_string.go",
            ".snap",
            ".tsbuildinfo",
            ".pyc",
            ".class");

    private static final Set<String> PACKAGE_ROOTS = Set.of("java", "kotlin", "scala", "groovy");

    private static final Set<String> VENDORED_FOLDERS = Set.of(
            "vendor",
            "vendored",
            "node_modules",
            "bower_components",
            "third_party",
            "third-party",
            "thirdparty",
            "3rdparty",
            "jspm_packages",
            "site-packages",
            "pods",
            "carthage",
            ".yarn",
            ".venv",
            "venv");
    private static final Set<String> VENDORED_FILES =
            Set.of("mvnw", "mvnw.cmd", "gradlew", "gradlew.bat", "gradle-wrapper.jar", "maven-wrapper.jar");

    private static final Set<String> TEST_FOLDERS = Set.of(
            "test",
            "tests",
            "testing",
            "spec",
            "specs",
            "__tests__",
            "__mocks__",
            "e2e",
            "testdata",
            "test-data",
            "fixtures",
            "cypress",
            "androidtest",
            "integrationtest",
            "integration-test",
            "integration-tests",
            "functionaltest",
            "testfixtures",
            "test-fixtures",
            "unittest",
            "unittests");

    private static final Set<String> DOCUMENTATION_FOLDERS =
            Set.of("docs", "doc", "documentation", "javadoc", "man", "wiki", "adr", "adrs");
    private static final Set<String> DOCUMENTATION_ENDS =
            Set.of("md", "mdx", "markdown", "rst", "adoc", "asciidoc", "org", "textile", "pod", "rdoc", "tex");
    private static final Set<String> DOCUMENTATION_STEMS = Set.of(
            "readme",
            "license",
            "licence",
            "copying",
            "notice",
            "authors",
            "contributors",
            "maintainers",
            "changelog",
            "changes",
            "history",
            "news",
            "contributing",
            "code_of_conduct",
            "security",
            "support",
            "governance",
            "roadmap");

    private static final Set<String> BUILD_FILES = Set.of(
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "settings.gradle",
            "settings.gradle.kts",
            "gradle.properties",
            "libs.versions.toml",
            "maven-wrapper.properties",
            "gradle-wrapper.properties",
            "build.xml",
            "ivy.xml",
            "build.sbt",
            "build.sc",
            "package.json",
            "pnpm-workspace.yaml",
            "lerna.json",
            "nx.json",
            "turbo.json",
            "rush.json",
            "makefile",
            "gnumakefile",
            "cmakelists.txt",
            "meson.build",
            "meson_options.txt",
            "configure.ac",
            "configure.in",
            "makefile.am",
            "build",
            "build.bazel",
            "workspace",
            "workspace.bazel",
            "module.bazel",
            "buck",
            "cargo.toml",
            "build.rs",
            "rust-toolchain",
            "rust-toolchain.toml",
            "go.mod",
            "go.work",
            "setup.py",
            "setup.cfg",
            "pyproject.toml",
            "requirements.txt",
            "constraints.txt",
            "pipfile",
            "tox.ini",
            "noxfile.py",
            "environment.yml",
            "manifest.in",
            "gemfile",
            "rakefile",
            "composer.json",
            "mix.exs",
            "rebar.config",
            "pubspec.yaml",
            "podfile",
            "cartfile",
            "package.swift",
            "directory.build.props",
            "directory.packages.props",
            "nuget.config",
            "global.json",
            "stack.yaml",
            "dune-project",
            "deps.edn",
            "project.clj",
            "flake.nix",
            "default.nix",
            "shell.nix",
            "justfile",
            "taskfile.yml",
            "taskfile.yaml",
            "earthfile",
            "dockerfile",
            "containerfile",
            ".dockerignore",
            "docker-compose.yml",
            "docker-compose.yaml",
            "compose.yml",
            "compose.yaml",
            "vite.config.ts",
            "vite.config.js",
            "webpack.config.js",
            "rollup.config.js",
            "esbuild.config.js",
            "gulpfile.js",
            "gruntfile.js");
    /** What a package is made of, also of one that holds pages. */
    private static final Set<String> MANIFESTS = Set.of(
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "package.json",
            "makefile",
            "cargo.toml",
            "go.mod",
            "pyproject.toml",
            "requirements.txt",
            "gemfile",
            "dockerfile");

    private static final Set<String> BUILD_ENDS =
            Set.of("csproj", "fsproj", "vbproj", "sln", "vcxproj", "gemspec", "podspec", "cabal", "cmake", "mk", "bzl");
    private static final Set<String> BUILD_FOLDERS = Set.of("buildsrc", "build-logic");

    private static final Set<String> CI_FILES = Set.of(
            ".gitlab-ci.yml",
            ".gitlab-ci.yaml",
            ".travis.yml",
            "jenkinsfile",
            "azure-pipelines.yml",
            "azure-pipelines.yaml",
            "bitbucket-pipelines.yml",
            "appveyor.yml",
            ".appveyor.yml",
            ".drone.yml",
            "circle.yml",
            "cloudbuild.yaml",
            "cloudbuild.yml",
            "buildspec.yml",
            "codecov.yml",
            ".codecov.yml",
            "dependabot.yml",
            "renovate.json",
            ".cirrus.yml",
            ".woodpecker.yml");
    private static final Set<String> CI_FOLDERS =
            Set.of(".circleci", ".buildkite", ".teamcity", ".woodpecker", ".ci", ".gitlab", ".tekton", ".drone");

    private static final Set<String> CONFIGURATION_ENDS = Set.of(
            "yml",
            "yaml",
            "json",
            "json5",
            "jsonc",
            "toml",
            "ini",
            "cfg",
            "conf",
            "config",
            "properties",
            "env",
            "hcl",
            "tfvars",
            "plist",
            "editorconfig",
            "gitignore",
            "gitattributes",
            "gitmodules",
            "npmrc",
            "nvmrc",
            "eslintrc",
            "prettierrc",
            "babelrc",
            "stylelintrc",
            "mailmap",
            "comfortignore");

    private static final Set<String> SOURCE_ENDS = Set.of(
            "java",
            "kt",
            "kts",
            "scala",
            "groovy",
            "clj",
            "cljs",
            "cljc",
            "js",
            "jsx",
            "mjs",
            "cjs",
            "ts",
            "tsx",
            "mts",
            "cts",
            "vue",
            "svelte",
            "astro",
            "py",
            "pyi",
            "pyx",
            "rb",
            "erb",
            "php",
            "go",
            "rs",
            "c",
            "h",
            "cc",
            "cpp",
            "cxx",
            "hh",
            "hpp",
            "hxx",
            "ipp",
            "m",
            "mm",
            "swift",
            "cs",
            "fs",
            "fsx",
            "vb",
            "dart",
            "lua",
            "r",
            "jl",
            "pl",
            "pm",
            "ex",
            "exs",
            "erl",
            "hrl",
            "hs",
            "ml",
            "mli",
            "elm",
            "nim",
            "zig",
            "d",
            "v",
            "sv",
            "vhd",
            "sh",
            "bash",
            "zsh",
            "fish",
            "ps1",
            "bat",
            "cmd",
            "sql",
            "graphql",
            "graphqls",
            "gql",
            "proto",
            "thrift",
            "avsc",
            "html",
            "htm",
            "css",
            "scss",
            "sass",
            "less",
            "styl",
            "tf",
            "nix",
            "sol",
            "vy",
            "cu",
            "cl",
            "glsl",
            "hlsl",
            "wgsl",
            "metal",
            "asm",
            "s",
            "f90",
            "f",
            "for",
            "cob",
            "pas",
            "lisp",
            "el",
            "scm",
            "rkt",
            "tcl",
            "awk",
            "j2",
            "ftl",
            "hbs",
            "mustache",
            "ejs",
            "pug",
            "jsp",
            "xsl",
            "xslt",
            "xaml",
            "qml",
            "gd",
            "ipynb",
            "coffee",
            "cr",
            "hx",
            "rego",
            "cue",
            "jsonnet",
            "bicep",
            "prisma");

    /** Whether a person wrote it here; what isn't is committed but neither drafted from nor counted. */
    public boolean handWritten() {
        return this != LOCKFILE && this != GENERATED && this != VENDORED;
    }

    /** Whether a file of code is called as tests are, wherever it lies; a folder of tests holds other files too. */
    public static boolean isNamedAsTest(String path) {
        var name = fileName(path);
        var lower = name.toLowerCase(Locale.ROOT);
        return isTestName(name, lower, end(lower)) && SOURCE_ENDS.contains(end(lower));
    }

    /** @param path as git has it: with slashes, relative to the root */
    public static PathKind of(String path) {
        var parts = path.toLowerCase(Locale.ROOT).split("/", -1);
        var name = parts[parts.length - 1];
        var all = Arrays.asList(parts).subList(0, parts.length - 1);
        var folders = withoutPackages(all);
        var end = end(name);

        if (LOCKFILES.contains(name)) {
            return LOCKFILE;
        }
        if (all.contains("generated")
                || inAny(folders, GENERATED_FOLDERS)
                || GENERATED_ENDS.stream().anyMatch(name::endsWith)) {
            return GENERATED;
        }
        if (inAny(folders, VENDORED_FOLDERS) || VENDORED_FILES.contains(name)) {
            return VENDORED;
        }
        if (isPipeline(folders, name)) {
            return CI;
        }
        var inTests = inAny(folders, TEST_FOLDERS);
        if (!inTests && isNamedAsTest(path)) {
            return TEST;
        }
        if (!inTests && MANIFESTS.contains(name)) {
            return BUILD;
        }
        if (isDocumentation(folders, name, end, inTests)) {
            return DOCUMENTATION;
        }
        if (inTests) {
            return TEST;
        }
        if (isBuild(folders, name, end)) {
            return BUILD;
        }
        if (isConfiguration(name, end)) {
            return CONFIGURATION;
        }
        return SOURCE_ENDS.contains(end) || inSourceFolder(folders, end) ? SOURCE : OTHER;
    }

    /** Below {@code src/main/java} folders are packages: {@code vendor} is a word of the domain there. */
    private static List<String> withoutPackages(List<String> folders) {
        for (int i = 2; i < folders.size(); i++) {
            if (folders.get(i - 2).equals("src") && PACKAGE_ROOTS.contains(folders.get(i))) {
                return folders.subList(0, i + 1);
            }
        }
        return folders;
    }

    private static boolean isPipeline(List<String> folders, String name) {
        if (CI_FILES.contains(name) || inAny(folders, CI_FOLDERS)) {
            return true;
        }
        var github = folders.indexOf(".github");
        return github >= 0
                && folders.size() > github + 1
                && (folders.get(github + 1).equals("workflows")
                        || folders.get(github + 1).equals("actions"));
    }

    /** {@code FooTest.java}, {@code FooTests.kt}, {@code foo.spec.ts}, {@code foo_test.go}, {@code test_foo.py}. */
    private static boolean isTestName(String cased, String name, String end) {
        var stem = end.isEmpty() ? cased : cased.substring(0, cased.length() - end.length() - 1);
        var lower = end.isEmpty() ? name : name.substring(0, name.length() - end.length() - 1);
        return stem.matches(".*[a-z0-9](?:Test|Tests|TestCase|IT|Spec|Specs)")
                || stem.matches("Test[A-Z].*")
                || lower.endsWith("_test")
                || lower.endsWith("_tests")
                || lower.endsWith("_spec")
                || lower.endsWith("-test")
                || lower.endsWith("-spec")
                || lower.endsWith(".test")
                || lower.endsWith(".spec")
                || lower.endsWith(".e2e")
                || lower.endsWith(".cy")
                || lower.startsWith("test_")
                || lower.equals("conftest");
    }

    private static boolean isDocumentation(List<String> folders, String name, String end, boolean inTests) {
        if (DOCUMENTATION_ENDS.contains(end)) {
            return !inTests || name.startsWith("readme");
        }
        if (inTests) {
            return false;
        }
        var stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        return DOCUMENTATION_STEMS.contains(stem) && (end.isEmpty() || end.equals("txt") || end.equals("html"))
                || inAny(folders, DOCUMENTATION_FOLDERS);
    }

    private static boolean isBuild(List<String> folders, String name, String end) {
        return BUILD_FILES.contains(name)
                || BUILD_ENDS.contains(end)
                || inAny(folders, BUILD_FOLDERS)
                || name.startsWith("dockerfile.")
                || end.equals("dockerfile")
                || name.matches("requirements[-_.].*\\.(?:txt|in)")
                || name.matches("docker-compose\\..*\\.ya?ml");
    }

    private static boolean isConfiguration(String name, String end) {
        return CONFIGURATION_ENDS.contains(end)
                || name.equals(".env")
                || name.startsWith(".env.")
                || name.equals("codeowners")
                || name.matches("\\.[a-z]+(?:rc|ignore|config)(?:\\.[a-z]+)?")
                || name.matches("(?:[a-z-]+)\\.config\\.(?:[cm]?[jt]s)")
                || name.equals("procfile");
    }

    /** Files without a known extension count as source only where a build puts its sources. */
    private static boolean inSourceFolder(List<String> folders, String end) {
        return end.isEmpty() && inAny(folders, Set.of("bin", "scripts"))
                || end.equals("xml") && folders.contains("src");
    }

    private static boolean inAny(List<String> folders, Set<String> names) {
        return folders.stream().anyMatch(names::contains);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The extension without its dot; also of a name that is nothing but one, as {@code .gitignore}. */
    private static String end(String name) {
        var dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
