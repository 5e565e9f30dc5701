# The server as an image that holds nothing but the server: `docker compose up`, or
#   docker build -t onrecord . && docker run -p 127.0.0.1:8080:8080 -v onrecord:/data onrecord

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
# Linked statically against glibc, because the image below has no libraries; the server never looks up a name, the one thing that
# a static glibc cannot do alone. Naming the target, whatever this machine is, keeps the flag away from procedural macros, which
# cannot be static.
ENV RUSTFLAGS="-C target-feature=+crt-static"
# The caches spare a second build the dependencies. Files come with the times they had outside, so that an older checkout would pass for
# built: the package itself is always built anew. Running the result in an empty root proves that it needs nothing else.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/build/target,sharing=locked \
    host="$(rustc --print host-tuple)" \
    && touch build.rs src/lib.rs src/main.rs \
    && cargo build --release --locked --bin onrecord --target "$host" \
    && install -D "target/$host/release/onrecord" /image/onrecord \
    && chroot /image /onrecord --version \
    && mkdir /data

FROM scratch
COPY --from=build /image/onrecord /onrecord
COPY --from=build --chown=65532:65532 /data /data
# A number, because there is no /etc/passwd to look a name up in.
USER 65532:65532
# From here `./corpus`, which is read if it is there, is /corpus: mount documents there, or nothing.
WORKDIR /
# SQLite's temporary files go where the snapshot does: nothing else need be writable, and there is no /tmp.
ENV ONRECORD_BIND=0.0.0.0:8080 \
    ONRECORD_DB=/data \
    SQLITE_TMPDIR=/data
EXPOSE 8080
VOLUME /data
# The first start builds the snapshot before it answers, which the start period allows for.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/onrecord", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/onrecord"]
