// Pages that come when they are wanted, in a chunk of their own. A page not listed here is the first page.

import type { Component } from 'svelte';
import type { PageName, Route } from '../base/url';

export interface PageProps {
    route: Route;
    /** To another address of the page, without loading it anew. */
    go: (url: string) => void;
}

export const pages: Partial<Record<PageName, () => Promise<{ default: Component<PageProps> }>>> = {
    labs: () => import('./labs/LabsPage.svelte'),
    exercises: () => import('./labs/ExercisesPage.svelte'),
    compare: () => import('./compare/ComparePage.svelte'),
    edit: () => import('./tools/EditPage.svelte'),
    lessons: () => import('./lesson/LessonsPage.svelte'),
    lesson: () => import('./lesson/LessonPage.svelte'),
};
