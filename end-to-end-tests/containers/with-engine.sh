#!/usr/bin/env bash
# Runs a command with a Docker engine, compose, buildx and every base image that docker-compose.yml asks for:
#   with-engine.sh KEYCLOAK COMMAND…      KEYCLOAK is the folder of an unpacked distribution
# Whatever it has started or made is gone when it ends: an engine with all that is in it, or stand-ins.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(cd "$here/../.." && pwd)"
keycloak="$1"
shift
# What stand-ins are made of is fetched once.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/parley/containers"
debian_suite=trixie
# Seconds until an engine answers.
engine_patience=120
work="$(mktemp -d /tmp/parley-containers-XXXXXX)"
engine_pid=""
stand_ins=()

fail() {
  printf 'parley: %s\n' "$*" >&2
  exit 1
}

step() {
  printf '==> %s\n' "$*"
}

# ---- the end --------------------------------------------------------------------------------------

clean_up() {
  local status=$?
  trap '' INT TERM
  if [[ -n "$engine_pid" ]]; then
    step "stopping the engine"
    kill "$engine_pid" 2>/dev/null || true
    wait "$engine_pid" 2>/dev/null || true
    # Of a container that outlived its engine, if any did.
    { grep -o "$work/[^ ]*" /proc/mounts || true; } | sort -r | while read -r mounted; do
      umount -l "$mounted" 2>/dev/null || true
    done
    remove_bridges
  elif ((${#stand_ins[@]} > 0)); then
    docker image rm -f "${stand_ins[@]}" >/dev/null || true
  fi
  rm -rf --one-file-system "$work"
  exit "$status"
}

# An engine leaves its bridges and rules behind; what was there before stays.
remove_bridges() {
  local bridge
  { ip -o link show type bridge || true; } | awk -F': ' '{print $2}' | while read -r bridge; do
    grep -qx "$bridge" "$work/bridges" || ip link delete "$bridge" || true
  done
  iptables-restore <"$work/iptables" || true
}

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- an engine ------------------------------------------------------------------------------------

start_engine() {
  [[ "$(id -u)" == 0 ]] ||
    fail "no Docker engine answers: start one, or run this as root, and the test starts its own"
  if ! command -v dockerd >/dev/null; then
    command -v apt-get >/dev/null || fail "no Docker engine answers, and there is no dockerd to start"
    step "installing Debian's docker.io"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq docker.io iproute2; } \
      >/dev/null || fail "a Docker engine could not be installed: apt-get install docker.io"
  fi
  command -v docker >/dev/null || fail "there is dockerd, but no docker: apt-get install docker-cli"
  step "starting an engine"
  ip -o link show type bridge | awk -F': ' '{print $2}' >"$work/bridges"
  { iptables-save -t filter && iptables-save -t nat; } >"$work/iptables"
  dockerd --data-root "$work/data" --exec-root "$work/run" --pidfile "$work/docker.pid" \
    --host "unix://$work/docker.sock" >"$work/engine.log" 2>&1 &
  engine_pid=$!
  export DOCKER_HOST="unix://$work/docker.sock"
  local deadline=$((SECONDS + engine_patience))
  until docker info >/dev/null 2>&1; do
    if ! kill -0 "$engine_pid" 2>/dev/null || ((SECONDS > deadline)); then
      tail -5 "$work/engine.log" >&2
      fail "the engine has ended, or does not answer, see above"
    fi
    sleep 0.2
  done
}

# ---- what is made of Debian -----------------------------------------------------------------------

# A minimal Debian as a folder: what stand-ins begin with, and where plugins come from.
need_debian() {
  [[ -e "$cache/debian/.complete" ]] && return
  [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null ||
    fail "$1; what stands in for it is made of Debian packages, by root, on Debian"
  step "fetching a minimal Debian $debian_suite, once"
  rm -rf "$cache/debian"
  mkdir -p "$cache/debian" "$work/debootstrap"
  (cd "$work" && apt-get download -qq debootstrap && dpkg -x debootstrap_*.deb debootstrap) ||
    fail "Debian's package debootstrap could not be fetched"
  DEBOOTSTRAP_DIR="$work/debootstrap/usr/share/debootstrap" \
    "$work/debootstrap/usr/sbin/debootstrap" --variant=minbase "$debian_suite" "$cache/debian" \
    >"$work/debootstrap.log" 2>&1 || {
    tail -5 "$work/debootstrap.log" >&2
    fail "Debian could not be fetched, see above"
  }
  umount "$cache/debian/proc" 2>/dev/null || true
  touch "$cache/debian/.complete"
}

# Compose and buildx are plugins: those that are there, or Debian's own as single programs.
find_plugins() {
  docker compose version >/dev/null 2>&1 && docker buildx version >/dev/null 2>&1 && return
  local plugins="$cache/docker/cli-plugins"
  if [[ ! -x "$plugins/docker-compose" || ! -x "$plugins/docker-buildx" ]]; then
    need_debian "docker compose and docker buildx are not installed (Debian 13: apt-get install \
docker-compose docker-buildx; elsewhere docker-compose-plugin docker-buildx-plugin)"
    step "fetching docker compose and docker buildx, once"
    mkdir -p "$plugins" "$work/plugins"
    chroot "$cache/debian" sh -c 'apt-get update -qq && cd /tmp &&
      apt-get download -qq docker-compose docker-buildx' >/dev/null 2>&1 ||
      fail "docker compose and docker buildx could not be fetched: install them"
    for package in "$cache"/debian/tmp/docker-*.deb; do
      dpkg -x "$package" "$work/plugins"
      rm "$package"
    done
    cp "$work"/plugins/usr/libexec/docker/cli-plugins/* "$plugins/"
  fi
  export DOCKER_CONFIG="$cache/docker"
}

# ---- base images ----------------------------------------------------------------------------------

# The images that are not built here, as docker-compose.yml and the Dockerfiles name them.
base_images() {
  (cd "$home" && docker compose config --format json) |
    sed -n 's/.*"\(image\|[A-Z]*_IMAGE\)": "\([^"]*\)".*/\2/p' | grep -v '^parley/' | sort -u |
    if [[ "${PARLEY_BUILT:-from-host}" == from-source ]]; then cat; else grep -v -E '^(maven|node):'; fi
}

# The folder that stand-ins are built from.
prepare_stand_ins() {
  [[ ! -e "$work/stand-ins" ]] || return 0
  need_debian "base images cannot be pulled"
  mkdir "$work/stand-ins"
  cp "$here"/stand-ins/* "$work/stand-ins/"
  tar -C "$cache/debian" --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' \
    --exclude='./usr/share/doc' --exclude='./usr/share/man' --exclude='./usr/share/locale' \
    --exclude='./var/cache/apt/*' -cf "$work/stand-ins/debian.tar" .
  cp -r "$keycloak" "$work/stand-ins/keycloak"
  (cd "$work/stand-ins" && mvn -B -q -ntp -f kafka.pom.xml \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    "-DoutputDirectory=$work/stand-ins/kafka") || fail "Kafka could not be fetched"
}

find_base_image() {
  local image="$1" name target
  docker image inspect "$image" >/dev/null 2>&1 && return
  if timeout 300 docker pull -q "$image" >/dev/null 2>&1; then
    printf '    %-36s pulled\n' "$image"
    return
  fi
  name="${image%%[:@]*}"
  target="${name##*/}"
  prepare_stand_ins
  docker build -q --network host --target "$target" -t "$image" "$work/stand-ins" >/dev/null ||
    fail "no stand-in could be made for $image"
  stand_ins+=("$image")
  printf '    %-36s a stand-in\n' "$image"
}

# ---------------------------------------------------------------------------------------------------

command -v docker >/dev/null || [[ "$(id -u)" == 0 ]] || fail "needs docker"
docker info >/dev/null 2>&1 || start_engine
find_plugins
step "base images"
# Not in the loop's own line, where a failure would go unnoticed.
images="$(base_images)"
for image in $images; do
  find_base_image "$image"
done
"$@"
