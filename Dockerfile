# Barograph as one image: native code on a base without a shell. Build it with: docker build -t barograph:0.1.0 .

# Builds the pages; Ubuntu's own is too old for that.
FROM node:22.12-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/ /usr/local/lib/node_modules/
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
# What native code is linked with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends clang zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY web/ web/
COPY spec/ spec/
RUN dotnet publish src/Barograph.Server -p:PublishAot=true -p:PublishDir=/publish/ \
    && mkdir /data

# "extra" has the time zones, which an import of old readings needs.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra
COPY --from=build /publish/ /opt/barograph/
# A new volume gets its owner from here.
COPY --from=build --chown=1654:1654 /data/ /data/
ENV PATH=/opt/barograph:/usr/bin:/bin \
    BAROGRAPH_DATA=/data
# The user "app" of the base, by number: Kubernetes can then see that it is not root.
USER 1654:1654
WORKDIR /data
VOLUME /data
EXPOSE 8013
# As long as systemd would wait: what is in flight is answered.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/barograph/barograph", "health"]
ENTRYPOINT ["/opt/barograph/barograph"]
CMD ["serve"]
