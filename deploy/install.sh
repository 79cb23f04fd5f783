#!/bin/sh
# Puts Barograph on a Debian or Ubuntu with systemd, or takes it away again. Every run ends in the same state, so run it again to upgrade.
#
#   sudo deploy/install.sh                  install or upgrade from the published folder that this script lies in
#   sudo deploy/install.sh --dry-run        print what would be done and change nothing (works without sudo too)
#   sudo deploy/install.sh --uninstall      take away everything but readings, backups and settings that somebody has edited
#   sudo deploy/install.sh --uninstall --purge    those too
#
#   --from DIR          the published folder (default: the one above this script, else the repository's artifacts/publish/)
#   --prefix DIR        a root of its own instead of /; systemd is left alone
#   --user NAME         the system user and group (default: those of the installed unit, else barograph)
#   --web-group NAME    nginx's group (default: that of the installed socket, else www-data)
#
# What it makes:
#   /opt/barograph                       the program               root        /usr/local/bin/barograph leads there
#   /etc/barograph/barograph.json        0640  root:barograph      the settings; never overwritten once edited
#   /var/lib/barograph                   0750  barograph           the readings
#   /run/barograph                       2750  barograph:www-data  the folder of the HTTP socket
#   /etc/systemd/system/barograph.*, /etc/tmpfiles.d/barograph.conf
set -eu
umask 022

user=
web_group=
prefix=
from=
dry_run=
uninstall=
purge=
changes=0
unit_names="barograph.socket barograph.service barograph-backup.service barograph-backup.timer"
# Put there by hand, beside a site on PostgreSQL; kept up with the others where they are.
ingest_names="barograph-ingest.socket barograph-ingest.service"
# What is enabled; the service of a timer is not.
started="barograph.socket barograph.service"
upgraded=

main() {
    here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
    read_arguments "$@"
    is_root=
    [ "$(id -u)" -ne 0 ] || is_root=yes
    [ -n "$is_root" ] || [ -n "$prefix" ] || [ -n "$dry_run" ] ||
        fail "This needs root. Run it with sudo, or see what it would do with --dry-run."
    systemd=
    if [ -n "$prefix" ]; then
        note "Below $prefix; systemd is left alone."
    elif [ -d /run/systemd/system ]; then
        systemd=yes
    else
        note "systemd does not run here: its files are put in place, and nothing is started."
    fi
    opt=$prefix/opt/barograph
    link=$prefix/usr/local/bin/barograph
    etc=$prefix/etc/barograph
    settings=$etc/barograph.json
    state=$prefix/var/lib/barograph
    run=$prefix/run/barograph
    units=$prefix/etc/systemd/system
    tmpfiles=$prefix/etc/tmpfiles.d/barograph.conf
    choose_names
    if [ -n "$uninstall" ]; then
        uninstall
    else
        find_build
        install_all
    fi
    if [ -n "$dry_run" ]; then
        echo "Nothing was changed; $changes things would be."
    elif [ "$changes" -eq 0 ]; then
        echo "Everything was as it should be; nothing was changed."
    fi
}

read_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
            --from | --prefix | --user | --web-group)
                [ -n "${2-}" ] || fail "$1 needs a value. See --help."
                case $1 in
                    --from) from=$2 ;;
                    --prefix) prefix=$(absolute "$2") ;;
                    --user) user=$2 ;;
                    --web-group) web_group=$2 ;;
                esac
                shift
                ;;
            --dry-run) dry_run=yes ;;
            --uninstall) uninstall=yes ;;
            --purge) purge=yes ;;
            --help | -h)
                sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"
                exit 0
                ;;
            *) fail "$1 is not known. See --help." ;;
        esac
        shift
    done
    [ -z "$purge" ] || [ -n "$uninstall" ] || fail "--purge goes with --uninstall."
}

# An installation keeps the names that it was made with, and is taken away under them.
choose_names() {
    [ -n "$user" ] || user=$(installed barograph.service User)
    [ -n "$web_group" ] || web_group=$(installed barograph.socket SocketGroup)
    user=${user:-barograph}
    web_group=${web_group:-www-data}
    # They are written into unit files and given to useradd.
    for name in "$user" "$web_group"; do
        case $name in
            *[!a-z0-9_-]* | [!a-z_]*) fail "\"$name\" is no name for a user or group: small letters, digits, - and _ only." ;;
        esac
    done
}

installed() {
    [ ! -f "$units/$1" ] || sed -n "s/^$2=//p" "$units/$1" | tail -n 1
}

absolute() {
    case $1 in
        /*) path=$1 ;;
        *) path=$PWD/$1 ;;
    esac
    # Without the slashes at its end: / itself becomes nothing.
    printf '%s' "$path" | sed 's#/*$##'
}

# ---- Installing ----

find_build() {
    if [ -z "$from" ]; then
        machine=x64
        [ "$(uname -m)" != aarch64 ] || machine=arm64
        for folder in "$here/.." "$here/../artifacts/publish/linux-$machine-aot" "$here/../artifacts/publish/linux-$machine"; do
            [ ! -x "$folder/barograph" ] || { from=$folder && break; }
        done
    fi
    if [ ! -f "$from/barograph" ] || [ ! -d "$from/deploy/systemd" ]; then
        fail "There is no published Barograph${from:+ in $from}. Make one with: dotnet publish src/Barograph.Server"
    fi
    from=$(CDPATH='' cd -- "$from" && pwd)
    # Machine code only, or a program that compiles itself while it runs?
    kind=aot
    [ ! -f "$from/barograph.dll" ] || kind=jit
    note "Installing from $from ($kind build)."
}

install_all() {
    make_account
    on_postgres=
    ! is_on_postgres || on_postgres=yes
    # Which settings and units came with the installed version is known until its folder is replaced.
    shipped=$opt/deploy/barograph.json
    folder "$etc" 0755 root root
    install_settings
    install_program
    folder "$state" 0750 "$user" "$user"
    folder "$units" 0755 root root
    for unit in $unit_names; do
        [ ! -f "$from/deploy/systemd/$unit" ] || file "$from/deploy/systemd/$unit" "$units/$unit"
    done
    for unit in $ingest_names; do
        [ ! -f "$units/$unit" ] || file "$from/deploy/systemd/$unit" "$units/$unit"
    done
    for unit in barograph.service barograph-backup.service barograph-ingest.service; do
        [ ! -f "$units/$unit" ] || install_drop_in "$unit"
    done
    folder "$prefix/etc/tmpfiles.d" 0755 root root
    file "$from/deploy/systemd/barograph.tmpfiles" "$tmpfiles"
    folder "$run" 2750 "$user" "$web_group"
    require_library
    start
}

# As far as a script can see: from the settings and the unit, and from the files that they name.
is_on_postgres() {
    [ ! -f "$units/barograph-ingest.service" ] || return 0
    said=$(cat "$settings" "$units/barograph.service" "$units"/barograph.service.d/*.conf 2>/dev/null | sed 's@^[[:space:]]*\(//\|#\).*@@')
    ! printf '%s\n' "$said" | grep -Eq '("store"[[:space:]]*:[[:space:]]*"|BAROGRAPH_STORE=|--store[= ])"?postgres:' || return 0
    for named in $(printf '%s\n' "$said" |
        sed -nE 's@.*("storeFile"[[:space:]]*:[[:space:]]*"|LoadCredential=[^:]*:|BAROGRAPH_STORE_FILE=|EnvironmentFile=-?)(/[^" ]*).*@\2@p'); do
        ! grep -Eqs '^(BAROGRAPH_STORE=)?"?postgres:' "$prefix$named" || return 0
    done
    return 1
}

# Neither a shell nor a password nor a home that could be logged in to; no group but its own.
make_account() {
    getent group "$web_group" >/dev/null || [ -z "$is_root" ] ||
        fail "There is no group $web_group. Install nginx first, or name your web server's group with --web-group."
    if ! getent group "$user" >/dev/null; then
        with_root "make the group $user" groupadd --system "$user"
    fi
    if ! getent passwd "$user" >/dev/null; then
        with_root "make the user $user, without a shell and without a password" \
            useradd --system --gid "$user" --home-dir /var/lib/barograph --no-create-home --shell /usr/sbin/nologin "$user"
    fi
}

install_settings() {
    if [ ! -f "$settings" ]; then
        act "write $settings" cp "$from/deploy/barograph.json" "$settings"
    elif ! cmp -s "$from/deploy/barograph.json" "$settings"; then
        if cmp -s "$shipped" "$settings"; then
            act "replace $settings, which nobody has edited" cp "$from/deploy/barograph.json" "$settings"
        else
            note "$settings was edited and stays as it is. The present manual of all settings: $opt/deploy/barograph.json"
        fi
    fi
    owned "$settings" 0640 root "$user"
}

# The new folder is complete before it takes the old one's place, so that no moment has half a program.
install_program() {
    folder "$prefix/opt" 0755 root root
    # Whoever tried the program in its folder has left readings there; those are nobody else's.
    if [ ! -d "$opt" ] || [ -e "$opt.old" ] || ! diff -rq -x data "$from" "$opt" >/dev/null 2>&1; then
        [ ! -d "$opt" ] || upgraded=yes
        act "copy the program to $opt" replace_program
    fi
    [ ! -e "$opt/data" ] || note "There are readings in $opt/data, of a server that was started by hand. They stay there; the service has its own in $state."
    folder "$prefix/usr/local/bin" 0755 root root
    # Relative, so that it is right below a prefix too.
    if [ "$(readlink "$link" 2>/dev/null)" != ../../../opt/barograph/barograph ]; then
        act "link $link to $opt/barograph" ln -sfn ../../../opt/barograph/barograph "$link"
    fi
}

# Whoever started the server by hand in its folder has readings there: ./data is the default. They go along, with their owner and modes.
replace_program() {
    # Where an upgrade that was cut off has left them.
    [ -e "$opt" ] || [ ! -d "$opt.old" ] || mv "$opt.old" "$opt"
    if [ -e "$opt.old/data" ]; then
        [ ! -e "$opt/data" ] || fail "There are readings in $opt/data and in $opt.old/data. Move one of them to another place, then run this again."
        mv "$opt.old/data" "$opt/data"
    fi
    rm -rf "$opt.new" "$opt.old"
    mkdir -m 0700 "$opt.new"
    cp -R "$from/." "$opt.new"
    rm -rf "$opt.new/data"
    chmod -R u=rwX,go=rX "$opt.new"
    chmod 0755 "$opt.new/barograph"
    [ -z "$is_root" ] || chown -R root:root "$opt.new"
    [ ! -d "$opt" ] || mv "$opt" "$opt.old"
    mv "$opt.new" "$opt"
    [ ! -e "$opt.old/data" ] || mv "$opt.old/data" "$opt/data"
    rm -rf "$opt.old"
}

# Only the build that compiles while it runs may write machine code into memory.
install_drop_in() {
    drop_in=$units/$1.d/jit.conf
    if [ "$kind" = jit ]; then
        folder "$units/$1.d" 0755 root root
        file "$from/deploy/systemd/jit.conf" "$drop_in"
    else
        remove "$drop_in"
        remove_empty "$units/$1.d"
    fi
}

require_library() {
    [ -z "$prefix" ] && command -v ldconfig >/dev/null || return 0
    ldconfig -p | grep -q 'libssl\.so\.[13]' || note "OpenSSL is missing, which passwords and TLS need. Install it with: apt-get install libssl3"
}

start() {
    if [ -z "$systemd" ]; then
        [ -n "$prefix" ] || note "To start it by hand: runuser -u $user -- barograph serve"
        [ -z "$upgraded" ] || [ -z "$on_postgres" ] || leave_to_migrate
        return
    fi
    changes_before=$changes
    # Of a database on PostgreSQL it makes no backup, and would fail every night.
    [ -n "$on_postgres" ] || [ ! -f "$units/barograph-backup.timer" ] || started="$started barograph-backup.timer"
    ran=yes
    systemctl -q is-enabled barograph.service 2>/dev/null || ran=
    [ "$changes" -eq 0 ] || act "tell systemd" systemctl daemon-reload
    enabled=yes
    for unit in $started; do
        systemctl -q is-enabled "$unit" 2>/dev/null || enabled=
    done
    if [ -z "$enabled" ]; then
        # shellcheck disable=SC2086 # names of units, one word each
        act "have systemd start it now and at every boot" systemctl enable --now $started
    fi
    if [ -n "$upgraded" ] && [ -n "$on_postgres" ]; then
        leave_to_migrate
    elif [ -n "$ran" ] && [ "$changes_before" -gt 0 ]; then
        restart
    fi
}

# The new program refuses an older schema, which only the database's administrator may change; until then the old one, which still runs, serves.
leave_to_migrate() {
    note "The readings are in PostgreSQL, so the server was not restarted: the old version still runs. Bring the schema up to date, then restart:"
    note "    sudo -u postgres barograph postgres migrate --admin \"Host=/var/run/postgresql;Username=postgres\""
    note "    sudo systemctl restart $(to_restart)"
}

restart() {
    # shellcheck disable=SC2046 # names of units, one word each
    act "restart it; what comes meanwhile waits at the socket" systemctl restart $(to_restart)
}

to_restart() {
    names=barograph.service
    if [ -f "$units/barograph-ingest.service" ] && { [ -z "$systemd" ] || systemctl -q is-enabled barograph-ingest.service 2>/dev/null; }; then
        names="$names barograph-ingest.service"
    fi
    echo "$names"
}

# ---- Taking away ----

uninstall() {
    for left in "$opt/data" "$opt.old/data"; do
        [ ! -e "$left" ] || [ -n "$purge" ] || fail "Nothing was removed: there are readings in $left. Move them to another place (mv $left …), or let them go with --purge."
    done
    there=
    for unit in barograph.socket barograph.service barograph-backup.timer $ingest_names; do
        [ ! -f "$units/$unit" ] || there="$there $unit"
    done
    if [ -n "$systemd" ] && [ -n "$there" ]; then
        # shellcheck disable=SC2086 # names of units, one word each
        act "stop it" systemctl disable --now $there
    fi
    shipped=$opt/deploy/barograph.json
    ingest_user=$(installed barograph-ingest.service User)
    for unit in $unit_names $ingest_names; do
        remove "$units/$unit.d/jit.conf"
        remove "$units/$unit.d/no-network.conf"
        remove_empty "$units/$unit.d"
        remove "$units/$unit"
    done
    remove "$tmpfiles"
    remove "$run"
    if [ -n "$purge" ] || cmp -s "$shipped" "$settings"; then
        remove "$settings"
    elif [ -f "$settings" ]; then
        note "$settings was edited and stays. With --purge it goes too."
    fi
    [ -n "$purge" ] || [ ! -f "$etc/ingest.json" ] || note "$etc/ingest.json stays. With --purge it goes too."
    [ -z "$purge" ] || remove "$etc"
    remove_empty "$etc"
    remove "$link"
    remove "$opt"
    remove "$opt.old"
    remove "$opt.new"
    [ -z "$systemd" ] || [ "$changes" -eq 0 ] || act "tell systemd" systemctl daemon-reload
    remove_empty "$state"
    if [ -n "$purge" ]; then
        remove "$state"
    elif [ -d "$state" ]; then
        note "The readings stay in $state, and so does the user $user, to whom they belong. To let them go: --uninstall --purge --user $user"
    fi
    # Its number could be given to another user, who would then own what is left.
    if [ -n "$purge" ] || { [ ! -d "$state" ] && [ ! -f "$settings" ]; }; then
        remove_account
    fi
    [ -z "$ingest_user" ] || note "The user $ingest_user, of the part that takes reports, stays. To remove it: sudo deluser --system $ingest_user"
}

remove_account() {
    case $(getent passwd "$user") in
        '') ;;
        # As make_account made it.
        *:/var/lib/barograph:*) with_root "remove the user $user" userdel "$user" ;;
        *)
            note "The user $user was here before Barograph and stays."
            return
            ;;
    esac
    # userdel takes the group with it where USERGROUPS_ENAB says so.
    if getent group "$user" >/dev/null; then
        with_root "remove the group $user" groupdel "$user"
    fi
}

# ---- Single steps: each looks first, does what is missing, and says so ----

act() {
    changes=$((changes + 1))
    what=$1
    shift
    if [ -n "$dry_run" ]; then
        echo "would $what"
    else
        echo "$what"
        "$@"
    fi
}

with_root() {
    if [ -n "$is_root" ] || [ -n "$dry_run" ]; then
        act "$@"
    else
        note "Only root can $1; left out."
    fi
}

folder() {
    [ -d "$1" ] || act "make the folder $1" mkdir -p "$1"
    case $1 in
        # What belongs to the system keeps its owner and mode.
        "$prefix/opt" | "$prefix/usr/local/bin" | "$units" | "$prefix/etc/tmpfiles.d") ;;
        *) owned "$@" ;;
    esac
}

# A unit or a settings file of ours, with the account's names in it.
file() {
    wanted=$(sed "s/^\(User\|Group\|SocketUser\)=barograph\$/\1=$user/; s/^SocketGroup=www-data\$/SocketGroup=$web_group/
        s#^\(d /run/barograph 2750\) barograph www-data#\1 $user $web_group#" "$1")
    if [ ! -f "$2" ] || [ "$wanted" != "$(cat "$2")" ]; then
        act "write $2" write "$2" "$wanted"
    fi
    owned "$2" 0644 root root
}

write() {
    printf '%s\n' "$2" >"$1"
}

owned() {
    if [ ! -e "$1" ]; then
        # In a dry run it is not there yet.
        [ -n "$dry_run" ] && echo "would give it the mode $2 and the owner $3:$4"
        return 0
    fi
    if [ "$(stat -c %04a "$1")" != "$2" ]; then
        act "give $1 the mode $2" chmod "$2" "$1"
    fi
    if [ "$(stat -c %U:%G "$1")" != "$3:$4" ] && [ -n "$is_root" ]; then
        act "give $1 the owner $3:$4" chown "$3:$4" "$1"
    fi
}

remove() {
    if [ -e "$1" ] || [ -L "$1" ]; then
        act "remove $1" rm -rf "$1"
    fi
}

remove_empty() {
    if [ -d "$1" ] && [ -z "$(ls -A "$1")" ]; then
        act "remove $1" rmdir "$1"
    fi
}

note() {
    echo "$1"
}

fail() {
    echo "$1" >&2
    exit 1
}

main "$@"
