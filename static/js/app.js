/* What every page does. No words of its own: they stand in the template, as attributes of <body> or in #ask. */
'use strict';
(function () {
  var body = document.body;

  /* A question before something hard to undo: data-confirm on a button, link or form, hx-confirm for htmx. */
  function ask(question, yes) {
    var box = document.getElementById('ask');
    if (!box || !box.showModal) {
      if (window.confirm(question)) yes();
      return;
    }
    document.getElementById('ask-question').textContent = question;
    box.returnValue = 'no';
    box.onclose = function () { if (box.returnValue === 'yes') yes(); };
    box.showModal();
  }

  document.addEventListener('click', function (event) {
    var asked = event.target.closest('[data-confirm]');
    if (!asked || asked.tagName === 'FORM' || asked.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asked.dataset.confirm, function () {
      asked.dataset.confirmed = 'yes';
      asked.click();
      delete asked.dataset.confirmed;
    });
  }, true);

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    var by = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form.dataset.confirm, function () {
      form.dataset.confirmed = 'yes';
      form.requestSubmit(by);
      delete form.dataset.confirmed;
    });
  }, true);

  document.addEventListener('htmx:confirm', function (event) {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, function () { event.detail.issueRequest(true); });
  });

  /* A form is sent once: its buttons rest until the answer comes. The server would make one row of two anyway. */
  function buttons(form) {
    return Array.from(form.elements).filter(function (el) { return el.type === 'submit' || el.type === 'image'; });
  }
  function rest(form) {
    if (form.method === 'dialog' || form.target === '_blank') return;
    setTimeout(function () {  // after the browser has read which button was pressed
      buttons(form).forEach(function (b) { if (!b.disabled) { b.disabled = true; b.dataset.rests = ''; } });
      setTimeout(function () { wake(form); }, 15000);
    }, 0);
  }
  function wake(form) {
    buttons(form).forEach(function (b) { if ('rests' in b.dataset) { b.disabled = false; delete b.dataset.rests; } });
  }
  document.addEventListener('submit', function (event) {
    if (!event.defaultPrevented && !event.target.hasAttribute('data-download')) rest(event.target);
  });
  document.addEventListener('htmx:beforeRequest', function (event) { if (event.target.tagName === 'FORM') rest(event.target); });
  document.addEventListener('htmx:afterRequest', function (event) {
    if (event.target.tagName === 'FORM') setTimeout(function () { wake(event.target); }, 1);
  });
  window.addEventListener('pageshow', function () { Array.from(document.forms).forEach(wake); });

  /* htmx that failed says so at the top of the page. */
  function say(text) {
    var place = document.getElementById('alerts');
    if (!place || !text) return;
    var line = document.createElement('div');
    line.className = 'find find-late';
    line.setAttribute('role', 'alert');
    var icon = document.createElement('i');
    icon.className = 'bi bi-x-octagon-fill';
    icon.setAttribute('aria-hidden', 'true');
    var words = document.createElement('span');
    words.className = 'find-body';
    words.textContent = text;
    line.append(icon, words);
    place.replaceChildren(line);
    line.scrollIntoView({ block: 'nearest' });
  }
  document.addEventListener('htmx:responseError', function (event) {
    if (event.detail.xhr.status !== 401) say(body.dataset.fault);
  });
  document.addEventListener('htmx:sendError', function () { say(body.dataset.offline); });
  document.addEventListener('htmx:timeout', function () { say(body.dataset.offline); });

  /* Menus of the top bar close on Escape, on a click elsewhere, and when the other one opens. */
  function closeMenus(but) {
    document.querySelectorAll('details[data-menu][open]').forEach(function (menu) {
      if (menu === but) return;
      menu.open = false;
    });
  }
  document.addEventListener('click', function (event) { closeMenus(event.target.closest('details[data-menu]')); });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    var open = document.querySelector('details[data-menu][open]');
    closeMenus(null);
    if (open) open.querySelector('summary').focus();
  });

  /* Small verbs that need script, hidden without it. */
  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-print]')) window.print();
    if (event.target.closest('[data-back]')) history.back();
  });
  document.querySelectorAll('[data-print], [data-back]').forEach(function (el) {
    if (el.hasAttribute('data-print') || history.length > 1) el.hidden = false;
  });
  document.addEventListener('change', function (event) {
    if (event.target.closest('[data-submit-on-change]') && event.target.form) event.target.form.requestSubmit();
  });

  /* What is wider than its place begins at today. */
  document.querySelectorAll('.strip .today, .gap .here').forEach(function (now) {
    var pane = now.closest('.scroll-x') || now.parentNode;
    pane.scrollLeft = now.offsetLeft - pane.offsetLeft - (pane.matches('.strip') ? 0 : pane.clientWidth - 60);
  });

  /* A fault sent back by the server takes the focus, so that it is read out and seen. */
  var fault = document.querySelector('#main [aria-invalid="true"], #main .is-invalid');
  if (fault) fault.focus();
})();
