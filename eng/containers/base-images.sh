#!/usr/bin/env bash
# Makes stand-ins for the two base images that the Dockerfile names, from this machine's packages and its .NET SDK, for where no registry of images is in reach.
#   sdk:10.0-noble                      Debian or Ubuntu as this machine, with the SDK, clang and what the Dockerfile would install
#   runtime-deps:10.0-noble-chiseled    the C library, OpenSSL, zlib, certificates, time zones, user 1654; no shell, no package manager
# They are kept until the SDK, the system or this file changes. Called by eng/test-containers.sh, which sets where images are stored.
set -euo pipefail

sdk_image=mcr.microsoft.com/dotnet/sdk:10.0-noble
runtime_image=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
recipe=$( (cat "$0"; dotnet --version; echo "$codename"; cat "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}") | sha256sum | cut -c1-16)

is_made() { # image
  [ "$(podman image inspect -f '{{index .Config.Labels "recipe"}}' "$1" 2>/dev/null)" = "$recipe" ]
}

if is_made "$sdk_image" && is_made "$runtime_image"; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sources=()
for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/ubuntu.sources /etc/apt/sources.list; do
  [ -s "$file" ] && sources=("$file") && break
done
mmdebstrap --quiet --variant=minbase --include=ca-certificates,openssl,tzdata,zlib1g-dev,clang,libstdc++6 "$codename" "$work/system.tar" "${sources[@]}"
mkdir "$work/system"
tar -xf "$work/system.tar" -C "$work/system" --exclude='./dev/*'

# What .NET needs and nothing that runs by itself: the files of these packages, and the links that hold a merged /usr together.
admin=$work/system/var/lib/dpkg
mapfile -t packages < <(dpkg-query --admindir="$admin" -W -f '${binary:Package}\n' | grep -E '^(base-files|ca-certificates|libc6|libgcc-s1|libssl3[a-z0-9]*|libstdc\+\+6|tzdata|zlib1g)(:.*)?$')
mkdir -p "$work/runtime/usr/lib" "$work/runtime/usr/lib64" "$work/runtime/usr/bin" "$work/runtime/usr/sbin"
{
  dpkg-query --admindir="$admin" -L "${packages[@]}" | grep -vE '^/usr/(share/(doc|man|lintian|locale)|s?bin)/|^/(s?bin)/'
  printf '%s\n' /bin /sbin /lib /lib64 /etc/ssl/certs/ca-certificates.crt /etc/localtime /tmp
} | sed -nE 's|^/(lib[0-9]*)/|/usr/\1/|; s|^/(.+)|\1|p' | sort -u >"$work/files"
tar -cf - -C "$work/system" --no-recursion --ignore-failed-read -T "$work/files" 2>/dev/null | tar -xf - -C "$work/runtime"
mkdir -p "$work/runtime/home/app" "$work/runtime/etc"
printf 'root:x:0:0:root:/root:/sbin/nologin\napp:x:1654:1654::/home/app:/sbin/nologin\n' >"$work/runtime/etc/passwd"
printf 'root:x:0:\napp:x:1654:\n' >"$work/runtime/etc/group"
tar -cf "$work/runtime.tar" -C "$work/runtime" .
podman import --quiet --change 'ENV APP_UID=1654' --change 'ENV ASPNETCORE_HTTP_PORTS=8080' --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' \
  --change 'USER 1654' --change "LABEL recipe=$recipe" "$work/runtime.tar" "$runtime_image" >/dev/null

# The SDK knows the certificates and package sources of this machine.
mkdir -p "$work/system/usr/share/dotnet" "$work/system/root/.nuget/NuGet"
for part in dotnet host shared sdk sdk-manifests packs templates; do
  [ -e "$dotnet_root/$part" ] && cp -a "$dotnet_root/$part" "$work/system/usr/share/dotnet/"
done
ln -sf /usr/share/dotnet/dotnet "$work/system/usr/bin/dotnet"
cp "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$work/system/etc/ssl/certs/ca-certificates.crt"
[ -f "$HOME/.nuget/NuGet/NuGet.Config" ] && cp "$HOME/.nuget/NuGet/NuGet.Config" "$work/system/root/.nuget/NuGet/"
tar -cf "$work/sdk.tar" -C "$work/system" .
podman import --quiet --change 'ENV HOME=/root' --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' --change 'ENV DOTNET_NOLOGO=true' --change 'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1' \
  --change 'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt' --change "ENV NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-online}" \
  --change 'ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1' --change "LABEL recipe=$recipe" "$work/sdk.tar" "$sdk_image" >/dev/null
