import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env.MMSCOPE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
    base: '/',
    plugins: [svelte()],
    resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
    build: {
        target: 'es2022',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        cssCodeSplit: false,
    },
    server: {
        proxy: { '/api': server, '/healthz': server, '/ws': { target: server, ws: true } },
    },
    test: {
        environment: 'happy-dom',
        include: ['src/**/*.test.ts'],
        testTimeout: 60000, // a loaded machine is not a failure
        hookTimeout: 60000,
    },
});
