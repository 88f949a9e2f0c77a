# docker build -t ai-gateway . && docker run -p 8080:8080 --env-file .env ai-gateway
# docs/containers.md says more: both architectures, what the image holds, how it is run without any rights.

# Build: the native executable, on the platform that it is for. Both images are Ubuntu 24.04, so that it finds the C library that it was linked with.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends clang zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source

# The compiler makes what its own platform runs. BuildKit and Buildah fill this in; empty means that of the machine.
ARG TARGETARCH
RUN case "${TARGETARCH:-$(dpkg --print-architecture)}" in \
      amd64|arm64) ;; \
      *) echo "The image is made for amd64 and arm64, not for $TARGETARCH" >&2; exit 1 ;; \
    esac

# Packages first: they change less often than the code.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/AiGateway/AiGateway.csproj src/AiGateway/Sbom.targets src/AiGateway/packages.lock.json src/AiGateway/
COPY src/AiGateway.DataPlane/AiGateway.DataPlane.csproj src/AiGateway.DataPlane/packages.lock.json src/AiGateway.DataPlane/
COPY src/AiGateway.Dialects/AiGateway.Dialects.csproj src/AiGateway.Dialects/packages.lock.json src/AiGateway.Dialects/
RUN dotnet restore src/AiGateway --locked-mode

# The commit that `aigateway --version` tells.
ARG COMMIT=unknown
COPY src/ src/
RUN dotnet publish src/AiGateway -c Release -p:RestoreLockedMode=true -p:SourceRevisionId="$COMMIT" \
    && mkdir -p /image/app /image/data \
    && cp artifacts/publish/AiGateway/release/aigateway artifacts/publish/AiGateway/release/aigateway.cdx.json /image/app/
COPY LICENSE THIRD-PARTY-NOTICES.md /image/app/
COPY licenses/ /image/app/licenses/

# Run: the executable, its bill of materials and what it links to; no shell, no package manager, no .NET.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
COPY --from=build /image/app /app
COPY --from=build --chown=1654:1654 /image/data /data
WORKDIR /app
ENV DATA_DIR=/data
VOLUME /data
# The image's own user, not root: a number, so that Kubernetes sees that it is not.
USER 1654
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=5s --retries=3 CMD ["/app/aigateway", "health"]
ENTRYPOINT ["/app/aigateway"]

# What describes the image comes last: it changes with every commit and costs no layer.
ARG COMMIT=unknown
ARG VERSION=0.1.0
ARG SOURCE=""
LABEL org.opencontainers.image.title="AI Gateway" \
      org.opencontainers.image.description="A self-hosted gateway for large language models" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT"
