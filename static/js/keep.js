/* Typed text outlives a lost session, a fault and a broken line.

   <form data-keep="unique-key">: what is typed is kept in localStorage under the person's number. A hidden field
   tells the server the key; once the form has arrived, the server's answer carries a cookie with it, and only then is
   the text forgotten. Passwords and files are never kept. Signing out (form data-forget) forgets all of it. */
'use strict';
(function () {
  var PREFIX = 'kept:';
  var COOKIE = 'campaign_kept';
  var FIELD = '_keep';
  var DAYS = 7;
  var HIDDEN_TOO = ['ticket', 'version'];  // so that a form restored is still the same form to the server
  var store;
  try { store = window.localStorage; store.getItem(PREFIX); } catch (e) { return; }  // storage switched off
  var user = document.body.dataset.user;
  var forgetting = false;

  function name(key) { return PREFIX + user + ':' + key; }

  function fields(form) {
    return Array.from(form.elements).filter(function (el) {
      if (!el.name || el.name === FIELD || el.disabled || el.closest('[data-keep-not]')) return false;
      if (el.type === 'hidden') return HIDDEN_TOO.indexOf(el.name) >= 0;
      return ['password', 'file', 'submit', 'button', 'image', 'reset', 'fieldset'].indexOf(el.type) < 0;
    });
  }

  function read(form) {
    var kept = {};
    fields(form).forEach(function (el) {
      var values = kept[el.name] = kept[el.name] || [];
      if (el.type === 'checkbox' || el.type === 'radio') { if (el.checked) values.push(el.value); }
      else if (el.multiple) Array.from(el.selectedOptions).forEach(function (o) { values.push(o.value); });
      else values.push(el.value);
    });
    return kept;
  }

  function write(form, kept) {
    var place = {};
    fields(form).forEach(function (el) {
      var values = kept[el.name];
      if (!values) return;
      if (el.type === 'checkbox' || el.type === 'radio') el.checked = values.indexOf(el.value) >= 0;
      else if (el.multiple) Array.from(el.options).forEach(function (o) { o.selected = values.indexOf(o.value) >= 0; });
      else {
        var n = place[el.name] = (place[el.name] || 0) + 1;
        if (n <= values.length) el.value = values[n - 1];
      }
    });
    form.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function visible(kept) {
    var copy = Object.assign({}, kept);
    HIDDEN_TOO.forEach(function (n) { delete copy[n]; });
    return JSON.stringify(copy);
  }

  function look(key) {
    try { return JSON.parse(store.getItem(key) || 'null'); } catch (e) { return null; }
  }

  function save(form) {
    if (forgetting) return;
    var now = read(form);
    var key = name(form.dataset.keep);
    try {
      if (visible(now) !== form.keptFirst) store.setItem(key, JSON.stringify({ at: Date.now(), words: now }));
      else {  // back to what the page came with; a form sent back with its faults came with the very words that are kept
        var kept = look(key);
        if (kept && visible(kept.words) !== form.keptFirst) store.removeItem(key);
      }
    } catch (e) { /* full: the form itself still holds the words */ }
  }

  function tell(form, original) {
    var line = document.createElement('div');
    line.className = 'find find-act kept-line';
    line.setAttribute('role', 'status');
    var text = document.createElement('span');
    text.className = 'find-body';
    text.textContent = document.body.dataset.kept;
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-sm btn-plain do';
    button.textContent = document.body.dataset.keptDiscard;
    button.addEventListener('click', function () {
      write(form, original);
      store.removeItem(name(form.dataset.keep));
      line.remove();
    });
    line.append(text, button);
    form.prepend(line);
  }

  function start(form) {
    if (form.keptFirst || !user) return;
    var original = read(form);
    form.keptFirst = visible(original);
    var mark = document.createElement('input');
    mark.type = 'hidden'; mark.name = FIELD; mark.value = form.dataset.keep;
    form.append(mark);
    var kept = look(name(form.dataset.keep));
    if (kept && visible(kept.words) !== form.keptFirst) {
      write(form, kept.words);
      tell(form, original);
    }
    var later;
    form.addEventListener('input', function () { clearTimeout(later); later = setTimeout(function () { save(form); }, 300); });
    form.addEventListener('change', function () { save(form); });
    form.addEventListener('submit', function () { clearTimeout(later); save(form); }, true);
  }

  function arrived() {
    var match = document.cookie.match(new RegExp('(?:^|; )' + COOKIE + '="?([^;"]*)'));
    if (!match) return;
    var key = decodeURIComponent(match[1]);
    document.cookie = COOKIE + '=; path=/; max-age=0; samesite=lax';
    if (user) store.removeItem(name(key));
    document.querySelectorAll('form[data-keep]').forEach(function (form) {  // it stays on the page when htmx sent it
      if (form.dataset.keep === key && form.keptFirst) form.keptFirst = visible(read(form));
    });
  }

  function sweep() {
    Object.keys(store).forEach(function (key) {
      if (key.indexOf(PREFIX) !== 0) return;
      var kept = look(key);
      if (!kept || Date.now() - kept.at > DAYS * 86400000) store.removeItem(key);
    });
  }

  arrived();
  sweep();
  document.querySelectorAll('form[data-keep]').forEach(start);
  document.addEventListener('htmx:afterRequest', arrived);
  document.addEventListener('htmx:load', function (event) {
    if (event.target.matches && event.target.matches('form[data-keep]')) start(event.target);
    event.target.querySelectorAll('form[data-keep]').forEach(start);
  });
  document.addEventListener('submit', function (event) {
    if (!event.target.hasAttribute('data-forget')) return;
    forgetting = true;
    Object.keys(store).forEach(function (key) { if (key.indexOf(PREFIX + user + ':') === 0) store.removeItem(key); });
  });
  window.addEventListener('pagehide', function () {
    document.querySelectorAll('form[data-keep]').forEach(function (form) { if (form.keptFirst) save(form); });
  });
})();
