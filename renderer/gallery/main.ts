/** Entry of the gallery. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { mount } from 'svelte';
import Gallery from './Gallery.svelte';

const target = document.querySelector('#app');
if (target === null) throw new Error('The page has no #app element');
mount(Gallery, { target });
