# The service: history of runs, reports, health and metrics. It boots no platform, so it needs neither engine nor browser.
FROM node:24-bookworm-slim
WORKDIR /opt/assay
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY index.ts ./
COPY bin bin
COPY schema schema
COPY core core
COPY engine engine
COPY stack stack
COPY audit audit
COPY checks checks
COPY e2e e2e
COPY load load
COPY standards standards
COPY reports reports
COPY service service
COPY cli cli
USER node
EXPOSE 4600
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4600/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/assay.js"]
CMD ["serve", "-C", "/platform", "--host", "0.0.0.0"]
