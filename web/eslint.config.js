import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

// The layers of the page, bottom to top: a file imports only from its own layer or from those before it.
const layers = ['base', 'core', 'render', 'views', 'app'];
const arrows = layers.slice(0, -1).map((layer, i) => ({
    files: [`src/${layer}/**`],
    rules: {
        'no-restricted-imports': [
            'error',
            { patterns: [{ group: layers.slice(i + 1).map((above) => `**/${above}/**`), message: `${layer} may not know a layer above it` }] },
        ],
    },
}));

export default ts.config(
    { ignores: ['dist/', 'node_modules/', 'src/core/schema.gen.ts'] },
    js.configs.recommended,
    ...ts.configs.recommended,
    ...svelte.configs.recommended,
    {
        languageOptions: { globals: { ...globals.browser, ...globals.node } },
        rules: {
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
            'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
        },
    },
    { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
    { files: ['src/core/i18n/**', 'src/**/*.test.ts'], rules: { 'max-lines': 'off' } },
    ...arrows,
);
