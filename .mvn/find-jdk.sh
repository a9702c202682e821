# Finds a JDK of version 25 or later and exports JAVA_HOME. Sourced by mvnw, ./comfort and .ci/run, so that all three
# look in the same places and say the same thing: JAVA_HOME first, then PATH, then where JDKs usually stand.
# POSIX sh. Leaves the caller's shell options as they were.

comfort_jdk_is_recent() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  comfort_jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || :
  [ -n "$comfort_jdk_version" ] ||
    comfort_jdk_version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ -n "$comfort_jdk_version" ] && [ "$comfort_jdk_version" -ge 25 ]
}

comfort_jdk_on_path() {
  comfort_jdk_javac=$(command -v javac) || return 1
  while [ -L "$comfort_jdk_javac" ]; do
    comfort_jdk_link=$(readlink "$comfort_jdk_javac")
    case $comfort_jdk_link in
      /*) comfort_jdk_javac=$comfort_jdk_link ;;
      *) comfort_jdk_javac=$(dirname "$comfort_jdk_javac")/$comfort_jdk_link ;;
    esac
  done
  dirname "$(dirname "$comfort_jdk_javac")"
}

comfort_jdk_in_usual_places() {
  for comfort_jdk_home in \
    /usr/lib/jvm/temurin-25* /usr/lib/jvm/*25* /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    "${HOME-}"/.asdf/installs/java/* /opt/java/* /opt/jdk*; do
    if comfort_jdk_is_recent "$comfort_jdk_home"; then
      printf '%s\n' "$comfort_jdk_home"
      return 0
    fi
  done
  return 1
}

comfort_find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && comfort_jdk_is_recent "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  comfort_jdk_found=$(comfort_jdk_on_path) && comfort_jdk_is_recent "$comfort_jdk_found" ||
    comfort_jdk_found=$(set +f; comfort_jdk_in_usual_places) || comfort_jdk_found=
  if [ -n "$comfort_jdk_found" ]; then
    JAVA_HOME=$comfort_jdk_found
    export JAVA_HOME
    return 0
  fi
  case "${LC_ALL:-${LC_MESSAGES:-${LANG-}}}" in
    ko*)
      cat >&2 <<'END'
Comfort Commit에는 JDK 25 이상이 필요합니다. JAVA_HOME, PATH, 그리고 흔히 쓰는 설치 위치에서 찾지 못했습니다.
설치한 뒤 다시 실행하세요.
  Debian 13, Ubuntu:  sudo apt-get install openjdk-25-jdk
  macOS:              brew install openjdk@25
  그 밖의 환경:        https://adoptium.net/temurin/releases/?version=25
다른 곳에 이미 있다면:  export JAVA_HOME=/JDK/의/경로
END
      ;;
    *)
      cat >&2 <<'END'
Comfort Commit needs a JDK of version 25 or later. None was found in JAVA_HOME, on PATH or in the usual places.
Install one, then run this again:
  Debian 13, Ubuntu:  sudo apt-get install openjdk-25-jdk
  macOS:              brew install openjdk@25
  anywhere else:      https://adoptium.net/temurin/releases/?version=25
If you have one elsewhere:  export JAVA_HOME=/path/to/the/jdk
END
      ;;
  esac
  return 1
}
