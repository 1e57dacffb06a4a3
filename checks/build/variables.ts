/** Names that bundlers put into the page: whoever opens it can read them, so their values are no secrets. */
export const buildTimeName = /^(VITE|NEXT_PUBLIC|REACT_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC|VUE_APP|GATSBY)_/;
