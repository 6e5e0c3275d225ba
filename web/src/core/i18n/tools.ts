// The words of the tools, in the language of the page.

import type { Lang } from './messages';
import { toolsEn, type ToolWords } from './tools.en';
import { toolsZh } from './tools.zh';

export const toolWords = (lang: Lang): ToolWords => (lang === 'zh' ? toolsZh : toolsEn);
