import { mount } from 'svelte';
import App from './app/App.svelte';
import './app/style.css';
import { parseRoute } from './base/url';
import { settings } from './core/settings.svelte';

const route = parseRoute(location.href);
settings.init(route.lang, route.theme);
settings.colourBy(route.cb);
mount(App, { target: document.getElementById('app')! });
