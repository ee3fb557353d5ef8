# One image, seven services: each service is the same image with another command.
#   docker build -t referral-bus .
FROM swift:6.3-bookworm AS build
RUN apt-get -qq update && apt-get -qq -y install --no-install-recommends \
      libzmq3-dev libsimdjson-dev libsqlite3-dev zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /package
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib && mkdir /staging && \
    cd "$(swift build -c release --show-bin-path)" && \
    cp -r refbus aggregator cse-desk *-adapter *.resources /staging/

FROM debian:bookworm-slim
RUN apt-get -qq update && apt-get -qq -y upgrade && apt-get -qq -y install --no-install-recommends \
      libzmq5 libsimdjson14 libsqlite3-0 ca-certificates tini && rm -rf /var/lib/apt/lists/* && \
    useradd --system --uid 7400 --home-dir /site --shell /usr/sbin/nologin refbus && mkdir /site && chown refbus /site
COPY --from=build /staging/ /opt/referral-bus/bin/
COPY Config /opt/referral-bus/share/referral-bus/Config
COPY LICENSE NOTICE /opt/referral-bus/share/referral-bus/
ENV PATH=/opt/referral-bus/bin:$PATH REFBUS_SHARE=/opt/referral-bus/share/referral-bus
USER refbus
WORKDIR /site
ENTRYPOINT ["tini", "--"]
CMD ["refbus", "--help"]
