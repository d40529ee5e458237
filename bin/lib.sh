# Shared by bin/onrecord, bin/test and bin/bench: where builds go, and what the machine must have.
# One scratch folder outside the clone, keyed by the dependencies, so that clones share what takes minutes to build.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dependencies=$(grep -E '\.package\(' "$root/Package.swift" | sha256sum | cut -c1-12)
scratch=${ONRECORD_SCRATCH:-${XDG_CACHE_HOME:-$HOME/.cache}/onrecord/$dependencies}

say() { printf 'onrecord: %s\n' "$*" >&2; }

require_swift() {
    command -v swift >/dev/null 2>&1 && return
    say "Swift is missing; expected version 6.2 or newer. Install the toolchain from swift.org/install and run this again."
    exit 69
}

# require_packages PACKAGE:FILE ... installs the Debian packages whose file is not there.
require_packages() {
    local missing=() pair
    for pair in "$@"; do
        [ -e "${pair#*:}" ] || command -v "${pair#*:}" >/dev/null 2>&1 || missing+=("${pair%%:*}")
    done
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -ne 0 ]; then
        say "These system packages are missing: ${missing[*]}. Type: sudo apt-get install ${missing[*]}"
        exit 69
    fi
    say "Installing the system packages ${missing[*]}, which the build needs."
    export DEBIAN_FRONTEND=noninteractive
    # Postfix is run in folders of its own: the machine's is neither set up nor started.
    echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections 2>/dev/null || true
    apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
    apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" >&2
}

build_packages=(libsqlite3-dev:/usr/include/sqlite3.h zlib1g-dev:/usr/include/zlib.h)

# What the binary was built from: every source, and where it lies (paths are compiled in).
source_stamp() {
    { printf '%s\n' "$root"; cd "$root" && find Package.swift Sources -type f -print0 | sort -z | xargs -0 sha256sum; } |
        sha256sum | cut -d' ' -f1
}
