# syntax=docker/dockerfile:1

# Build: the native executable. Both images are Ubuntu 24.04, so that it finds the C library that it was linked with.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends clang zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source

# Packages first: they change less often than the code.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/AiGateway/AiGateway.csproj src/AiGateway/packages.lock.json src/AiGateway/
COPY src/AiGateway.DataPlane/AiGateway.DataPlane.csproj src/AiGateway.DataPlane/packages.lock.json src/AiGateway.DataPlane/
COPY src/AiGateway.Dialects/AiGateway.Dialects.csproj src/AiGateway.Dialects/packages.lock.json src/AiGateway.Dialects/
RUN dotnet restore src/AiGateway --locked-mode

# The commit that `aigateway --version` tells.
ARG COMMIT=unknown
COPY src/ src/
RUN dotnet publish src/AiGateway -c Release -p:RestoreLockedMode=true -p:SourceRevisionId="$COMMIT" \
    && mkdir -p /image/app /image/data \
    && cp artifacts/publish/AiGateway/release/aigateway /image/app/
COPY LICENSE THIRD-PARTY-NOTICES.md /image/app/
COPY licenses/ /image/app/licenses/

# Run: the executable and what it links to; no shell, no package manager, no .NET. User 1654 is the image's own, not root.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
COPY --from=build /image/app /app
COPY --from=build --chown=1654:1654 /image/data /data
WORKDIR /app
ENV DATA_DIR=/data
VOLUME /data
USER 1654
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=5s --retries=3 CMD ["/app/aigateway", "health"]
ENTRYPOINT ["/app/aigateway"]
