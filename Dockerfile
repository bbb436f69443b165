# An image of the command, from the archive that ./package writes:
#   docker build --tag berth --file Dockerfile cli/target
ARG BASE=debian:bookworm-slim

FROM $BASE AS unpacked
# The engine unpacks it.
ADD berth-*-linux-x86_64.tar.gz /unpacked/
RUN mv /unpacked/* /berth

FROM $BASE
COPY --from=unpacked /berth /usr/lib/berth
RUN ln -s ../lib/berth/bin/berth /usr/bin/berth \
  && echo /usr/lib/berth >/usr/lib/berth/lib/berth.home \
  && useradd --create-home --uid 1000 berth
USER berth
WORKDIR /home/berth
ENTRYPOINT ["berth"]
