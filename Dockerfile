# The image of a service: docker build --build-arg SERVICE=messaging-gateway .
# All four are alike, so this is the one file for them; web has its own.
#
# Each base image can be pinned: --build-arg JAVA_IMAGE=eclipse-temurin@sha256:…
ARG JAVA_IMAGE=eclipse-temurin:25-jre
ARG MAVEN_IMAGE=maven:3-eclipse-temurin-25
# Where the built services come from: "from-source" builds them here, "from-host" takes what
# `mvn package` left in the working copy. BuildKit builds only the one that is asked for.
ARG BUILT=from-source

FROM ${MAVEN_IMAGE} AS from-source
WORKDIR /src
COPY . .
# One stage for all services: it is built once, and its libraries are kept between builds.
RUN --mount=type=cache,target=/root/.m2/repository \
    mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true package \
    -pl contracts,conversation-service,messaging-gateway,attachment-service,analytics-service -am

FROM scratch AS from-host
COPY . /src

FROM ${BUILT} AS built

FROM ${JAVA_IMAGE}
ARG SERVICE
LABEL org.opencontainers.image.title="parley ${SERVICE}"
WORKDIR /opt/parley

COPY deploy/image/ bin/
# From what changes least to what changes most, so that a new version is a small layer.
COPY --from=built /src/${SERVICE}/target/quarkus-app/lib/ lib/
COPY --from=built /src/${SERVICE}/target/quarkus-app/*.jar ./
COPY --from=built /src/${SERVICE}/target/quarkus-app/app/ app/
COPY --from=built /src/${SERVICE}/target/quarkus-app/quarkus/ quarkus/
COPY --from=built /src/${SERVICE}/target/quarkus-run-cyclonedx.json sbom.json

# The profile "container": JSON logs. JAVA_OPTIONS is for whoever runs the image, for example for a
# cache of classes made beforehand: -XX:AOTCache=/opt/parley/app.aot
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=8080 \
    QUARKUS_PROFILE=prod,container \
    JAVA_OPTIONS=""
EXPOSE 8080
# Nothing is written but to /tmp: the root file system may be read-only.
USER 10001:10001
HEALTHCHECK --interval=5s --timeout=4s --start-period=120s --retries=6 CMD ["/opt/parley/bin/health"]
ENTRYPOINT ["/opt/parley/bin/start"]
