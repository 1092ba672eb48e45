#!/bin/sh
# Makes everything ready on a bare machine; a second run that finds nothing to do takes no time.
#
#   packaging/setup.sh run     what the desk needs
#   packaging/setup.sh test    that, and what the tests and checks need
#
# Python packages come in the exact versions of packaging/*.lock and go into .venv, nowhere else.
# System libraries and fonts are installed by root; others are told the one line to run.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
lists=packaging/system-packages

say() { printf '%s\n' "$*" >&2; }

# The first Python that is new enough; PYTHON=… in the environment is asked first.
find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    say '没有找到 Python 3.11 或更新的版本。请先安装 python3，再重试。'
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

is_offered() {
    apt-cache show "$1" 2>/dev/null | grep -q '^Filename:'
}

# Prints the packages of the lists that are not installed. A line may name several, best first:
# one of them is enough.
missing() {
    cat "$@" | sed 's/#.*//' | while read -r first others; do
        [ -n "$first" ] || continue
        found=
        for name in $first $others; do
            if is_installed "$name"; then found=yes; fi
        done
        [ -n "$found" ] || printf '%s\n' "$first $others"
    done
}

# Reads lines of packages and prints, of each, the first that this distribution has.
choose_offered() {
    while read -r line; do
        for name in $line; do
            if is_offered "$name"; then
                printf '%s ' "$name"
                break
            fi
        done
    done
}

# Quiet unless it fails.
apt_install() {
    output=$(DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" 2>&1) || {
        say "$output"
        return 1
    }
}

install_system_packages() {
    command -v apt-get >/dev/null || {
        say "本机没有 apt-get，请自行确认已装好 $lists/ 中所列的系统库和字体。"
        return 0
    }
    wanted=$(missing "$@")
    [ -n "$wanted" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        names=$(printf '%s\n' "$wanted" | choose_offered)
        [ -z "$names" ] || say "还缺系统库或字体，请运行：sudo apt-get install -y $names"
        return 0
    fi
    say '正在安装系统库和字体……'
    apt-get update -qq >&2 || say '软件源没有全部更新成功，继续尝试安装。'
    names=$(printf '%s\n' "$wanted" | choose_offered)
    # shellcheck disable=SC2086  # a list of names on purpose
    [ -z "$names" ] || apt_install $names || say "没有装成，请检查软件源后运行：apt-get install -y $names"
}

make_environment() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say '正在安装 python3-venv……'
            apt-get update -qq >&2 || say '软件源没有全部更新成功，继续尝试安装。'
            apt_install python3-venv
        else
            say '还缺 python3-venv，请运行：sudo apt-get install -y python3-venv'
            exit 1
        fi
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

# Installs a lock file unless the stamp in .venv says that this very file is in already.
install_lock() {
    stamp=.venv/$(basename "$1").installed
    if cmp -s "$1" "$stamp"; then return 0; fi
    say "正在安装 $1 所列的 Python 软件包……"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r "$1"
    cp "$1" "$stamp"
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then make_environment; fi
install_lock packaging/requirements.lock
if [ "$purpose" = test ]; then
    install_lock packaging/requirements-test.lock
    install_system_packages "$lists/debian.txt" "$lists/debian-test.txt"
else
    install_system_packages "$lists/debian.txt"
fi
