# syntax=docker/dockerfile:1

# The jar, built where no JDK is needed on the host.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY .mvn .mvn
COPY pom.xml .
COPY processes processes
COPY forms forms
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B package -Dmaven.test.skip -Dspotless.check.skip \
 && java -Djarmode=tools -jar target/tocsin.jar extract --layers --destination layers

FROM eclipse-temurin:17-jre AS application
LABEL org.opencontainers.image.title="Tocsin" \
      org.opencontainers.image.description="Incident response as an executable process" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --system --gid 10001 tocsin \
 && useradd --system --uid 10001 --gid tocsin --home-dir /app --shell /usr/sbin/nologin tocsin \
 && install -d -o tocsin -g tocsin -m 700 /var/lib/tocsin/evidence
WORKDIR /app
# What changes least comes first.
COPY --from=build /src/layers/dependencies/ ./
COPY --from=build /src/layers/spring-boot-loader/ ./
COPY --from=build /src/layers/snapshot-dependencies/ ./
COPY --from=build /src/layers/application/ ./
COPY --chmod=755 docker/health docker/rehearse /usr/local/bin/

USER tocsin
ENV SPRING_PROFILES_ACTIVE=production TZ=UTC TOCSIN_EVIDENCE_DIRECTORY=/var/lib/tocsin/evidence
EXPOSE 8080

# One start and stop with the samples: what the JVM reads and checks of the classes, every later start finds done
# (docs/adr/0036-the-image-carries-an-archive-of-classes.md). The archive fits this JVM and these jars alone, so that it
# is made from the very layers that it is used with.
FROM application AS rehearsal
RUN ["rehearse", "/tmp/classes.jsa"]

FROM application
COPY --from=rehearsal /tmp/classes.jsa ./
# It leaves when proxies have noticed and running requests and jobs have ended, mostly within 15 seconds; give the
# container 120 before it is killed.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30m --retries=3 CMD ["health"]
# The quick compiler alone: a node that idles for days has to be fast when it is needed, not after minutes of load.
# Without the archive, or with one that does not fit, the JVM starts all the same. An array, so that the JVM itself
# gets the signal.
ENTRYPOINT ["java", "-XX:SharedArchiveFile=classes.jsa", "-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-Duser.timezone=UTC", "-jar", "tocsin.jar"]
