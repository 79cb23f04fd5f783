#!/bin/bash
# A machine of its own for the manual's commands: mounts, network and processes that nobody else sees, and that are gone with this script. Run it as root:
#
#     unshare --mount --net --pid --fork --kill-child --mount-proc machine.sh SCRATCH PUBLISHED COMMANDS
#
# Everything is the real thing (install.sh, nginx, PostgreSQL as Debian sets it up, users, modes), but for these programs, which stand in
# for what a test machine cannot have: sudo, systemctl (systemd is not init here), apt-get and certbot (there is no network).
set -eu
export MACHINE=$1 PUBLISHED=$2
commands=$3
export HOME=$MACHINE/home LANG=C.UTF-8 LC_ALL=C.UTF-8 PATH=$MACHINE/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unset DOTNET_ROOT
umask 022
mkdir -p "$HOME" "$MACHINE/bin" "$MACHINE/over" "$MACHINE/units"

# Reading goes through to the machine, writing stays here.
mount -t tmpfs tmpfs "$MACHINE/over"
for folder in /etc /usr/local /var/lib; do
    mkdir -p "$MACHINE/over$folder/new" "$MACHINE/over$folder/work"
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=$MACHINE/over$folder/new,workdir=$MACHINE/over$folder/work" "$folder"
done
mkdir -p /etc/postgresql /var/lib/postgresql
for folder in /opt /run /var/log /etc/postgresql /var/lib/postgresql; do
    mount -t tmpfs -o mode=0755 tmpfs "$folder"
done
mkdir -p /run/systemd/system /run/lock /run/postgresql /var/log/nginx /var/log/postgresql
chown postgres:postgres /run/postgresql /var/log/postgresql /etc/postgresql /var/lib/postgresql
ip link set lo up
echo '127.0.0.1 localhost sensors.example.org' >/etc/hosts

stand_in() {
    cat >"$MACHINE/bin/$1"
    chmod 755 "$MACHINE/bin/$1"
}

stand_in sudo <<'END'
#!/bin/bash
user=root
if [ "$1" = -u ]; then
    user=$2
    shift 2
fi
[ "$user" != root ] || exec "$@"
cd /
exec setpriv --reuid "$user" --regid "$(id -gn "$user")" --init-groups env HOME=/nonexistent USER="$user" "$@"
END

stand_in apt-get <<'END'
#!/bin/bash
case " $* " in
    *' postgresql '*)
        version=$(ls /usr/lib/postgresql | sort -n | tail -n 1)
        pg_createcluster "$version" main >/dev/null && pg_ctlcluster --skip-systemctl-redirect "$version" main start
        ;;
    *' nginx '*) nginx ;;
esac
END

stand_in certbot <<'END'
#!/bin/bash
# certonly --nginx -d HOST
folder=/etc/letsencrypt/live/$4
mkdir -p "$folder"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=$4" -addext "subjectAltName=DNS:$4" \
    -keyout "$folder/privkey.pem" -out "$folder/fullchain.pem" 2>/dev/null
cp "$folder/fullchain.pem" /usr/local/share/ca-certificates/test.crt
update-ca-certificates >/dev/null
END

stand_in systemctl <<'END'
#!/bin/bash
# Reads the units: the socket with its owner and mode, the user, the command line. Returns from a start when the server is ready, as Type=notify has it.
set -eu
verb=
names=()
for word; do
    case $word in
        -*) ;;
        *) if [ -z "$verb" ]; then verb=$word; else names+=("${word%.service}"); fi ;;
    esac
done
value() { sed -n "s/^$2=//p" "/etc/systemd/system/$1" | tail -n 1; }
wait_for() {
    for _ in $(seq 600); do
        ! "$@" 2>/dev/null || return 0
        sleep 0.1
    done
    echo "In vain: $*" >&2
    cat "$MACHINE/units/"*.log >&2
    exit 1
}
runs() { [ -e "$MACHINE/units/$1.pid" ] && kill -0 "$(cat "$MACHINE/units/$1.pid")" 2>/dev/null; }
is_gone() { ! kill -0 "$1"; }
start() {
    socket=$(value "$1.socket" ListenStream)
    rm -f "$socket"
    user=$(value "$1.service" User)
    cd "$(value "$1.service" WorkingDirectory)"
    # shellcheck disable=SC2046
    systemd-socket-activate -l "$socket" -E PATH -E LANG -E LC_ALL \
        setpriv --reuid "$user" --regid "$(value "$1.service" Group)" --clear-groups env HOME=/ $(value "$1.service" ExecStart) \
        </dev/null >>"$MACHINE/units/$1.log" 2>&1 &
    echo $! >"$MACHINE/units/$1.pid"
    wait_for test -S "$socket"
    chown "$(value "$1.socket" SocketUser):$(value "$1.socket" SocketGroup)" "$socket"
    chmod "$(value "$1.socket" SocketMode)" "$socket"
    wait_for curl --fail --silent --output /dev/null --unix-socket "$socket" http://localhost/readyz
}
stop() {
    runs "$1" || return 0
    id=$(cat "$MACHINE/units/$1.pid")
    kill "$id"
    wait_for is_gone "$id"
    rm "$MACHINE/units/$1.pid"
}
case $verb in
    enable)
        for name in "${names[@]}"; do
            touch "$MACHINE/units/$name.enabled"
            case $name in *.socket | *.timer) ;; *) runs "$name" || start "$name" ;; esac
        done
        ;;
    disable)
        for name in "${names[@]}"; do
            rm -f "$MACHINE/units/$name.enabled"
            case $name in *.socket | *.timer) ;; *) stop "$name" ;; esac
        done
        ;;
    restart) stop "${names[0]}" && start "${names[0]}" ;;
    reload) nginx -s reload ;;
    is-enabled) test -e "$MACHINE/units/${names[0]}.enabled" ;;
    cat) test -e "/etc/systemd/system/${names[0]}.service" ;;
    daemon-reload) ;;
    *)
        echo "The stand-in knows no systemctl $*" >&2
        exit 1
        ;;
esac
END

cd "$HOME"
cp -r "$PUBLISHED" barograph
exec bash -eu "$commands"
