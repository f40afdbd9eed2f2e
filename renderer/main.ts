/** Entry of the window. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './app/App.svelte';
import NoHost from './app/NoHost.svelte';
import { connect } from './api/connect.ts';

const target = document.querySelector('#app');
if (target === null) throw new Error('The page has no #app element');
const client = connect(window);
if (client === null) mount(NoHost, { target });
else mount(App, { target, props: { client } });
