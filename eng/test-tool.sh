#!/usr/bin/env bash
# Packs the .NET tool, installs it from a folder and runs it, both ways that people do: installed, and once with `dotnet tool exec`.
# Nothing is left behind, neither in the home directory nor in the package cache.
set -euo pipefail
cd "$(dirname "$0")/.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fail() { # reason
  echo "test-tool: $1" >&2
  exit 1
}

dotnet pack src/AiGateway -c Release -p:RestoreLockedMode=true -o "$work/packages"
package=("$work"/packages/*.nupkg)
[ "${#package[@]}" -eq 1 ] || fail "one package was expected, not ${#package[@]}"
name="$(basename "${package[0]}" .nupkg)"
version="${name#AiGateway.}"

# Only the folder is asked, so that the package under test is the one that was packed.
cat >"$work/nuget.config" <<CONFIG
<configuration>
  <packageSources>
    <clear />
    <add key="packed" value="$work/packages" />
  </packageSources>
</configuration>
CONFIG

export NUGET_PACKAGES="$work/cache" DOTNET_CLI_HOME="$work/home" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet tool install AiGateway --version "$version" --tool-path "$work/tools" --configfile "$work/nuget.config"
installed="$("$work/tools/aigateway" --version)"
once="$(cd "$work" && dotnet tool exec "AiGateway@$version" --yes --configfile "$work/nuget.config" -- --version)"

[[ "$installed" =~ ^"aigateway $version (commit "[^,]+", .NET 10."[0-9.]+\)$ ]] || fail "the installed tool said: $installed"
[ "$once" = "$installed" ] || fail "dotnet tool exec said: $once"
echo "test-tool: $installed"
