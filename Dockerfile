# The run-time image of tokprof. `make dist` on Debian 12 makes the binary that is copied in:
#
#     make dist
#     docker build -t tokprof .
#     docker run --rm -v "$PWD:/data" tokprof count -t tokenizer.json text.txt
FROM debian:bookworm-slim

RUN apt-get update \
  && apt-get install --yes --no-install-recommends \
    libicu72 libsqlite3-0 libstdc++6 libutf8proc2 libzstd1 zlib1g \
  && rm -rf /var/lib/apt/lists/*

COPY --chmod=755 dist/tokprof /usr/local/bin/tokprof

RUN useradd --create-home --uid 1000 tokprof
USER tokprof
WORKDIR /data
ENTRYPOINT ["tokprof"]
