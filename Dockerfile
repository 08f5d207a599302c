# The explorer in a container, as `docker compose --profile explorer up` starts it; any other `kg` command works too.
FROM python:3.12-slim

WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY kg kg
COPY ontology ontology
COPY queries queries
RUN pip install --no-cache-dir -c constraints.txt . && useradd --create-home kg

USER kg
WORKDIR /home/kg
EXPOSE 8420
ENTRYPOINT ["kg"]
CMD ["--help"]
