# The deploy (one-shot) and the worker.
FROM node:24-bookworm-slim

ENV NODE_ENV=production
# As scripts/stack/worker-memory.ts says: less memory, and no growth.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY db db
COPY scripts/deploy.ts scripts/deploy.ts
COPY scripts/deploy scripts/deploy
COPY worker worker
RUN install -d -o node -g node /data/files

USER node
CMD ["node", "worker/main.ts"]
