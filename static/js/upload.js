/* Files go up one by one, two at a time, each with its own bar, its own fault and its own second try.

   <form method="post" enctype="multipart/form-data" action="…" data-upload data-into="#files" {% include "parts/upload_words.html" %}>
     …other fields, sent with each file; "ticket" is made anew for each, and kept for a second try…
     <input type="file" name="file" multiple> and, without script, a submit button (hidden by this script: data-upload-send)
     <ul data-upload-list></ul>
   </form>
   The server answers a file with the fragment that goes to the end of data-into, or with status 4xx and the sentence
   (text of [role=alert], or all its text). After each file <body> hears "evidence-changed". */
'use strict';
(function () {
  var AT_ONCE = 2;

  function ticket() {  // crypto.randomUUID needs https and a newer browser
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    var h = Array.from(b, function (n) { return (n + 256).toString(16).slice(1); }).join('');
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join('-');
  }

  function make(tag, cls, text) {
    var el = document.createElement(tag);
    if (cls) el.className = cls;
    if (text) el.textContent = text;
    return el;
  }

  function Row(form, file) {
    var row = { file: file, ticket: ticket(), state: 'waiting', el: make('li', 'up-row') };
    var bar = make('span', 'bar');
    row.fill = make('i');
    bar.append(row.fill);
    bar.setAttribute('role', 'progressbar');
    bar.setAttribute('aria-label', file.name);
    bar.setAttribute('aria-valuemin', '0');
    bar.setAttribute('aria-valuemax', '100');
    row.status = make('span', 'meta', form.dataset.waiting);
    row.status.setAttribute('aria-live', 'polite');
    row.button = make('button', 'btn btn-sm btn-plain', form.dataset.cancel);
    row.button.type = 'button';
    row.bar = bar;
    row.el.append(make('span', 'clip up-name', file.name), bar, row.status, row.button);
    return row;
  }

  function sentence(xhr, form) {
    if (xhr.status === 401) return form.dataset.expired;
    if (xhr.status === 413) return form.dataset.tooLarge;
    if (!xhr.status || xhr.status >= 500) return xhr.status ? form.dataset.failed : form.dataset.offline;
    var page = new DOMParser().parseFromString(xhr.responseText, 'text/html');
    var said = page.querySelector('[role="alert"]') || page.body;
    var text = said.textContent.replace(/\s+/g, ' ').trim();
    return text && text.length < 300 ? text : form.dataset.failed;
  }

  function start(form) {
    if (form.uploads) return;
    var rows = form.uploads = [];
    var input = form.querySelector('input[type="file"]');
    var list = form.querySelector('[data-upload-list]');
    form.querySelectorAll('[data-upload-send]').forEach(function (b) { b.hidden = true; });

    function next() {
      rows.filter(function (r) { return r.state === 'sending'; }).length < AT_ONCE &&
        rows.filter(function (r) { return r.state === 'waiting'; }).slice(0, 1).forEach(function (r) { send(r); next(); });
    }

    function failed(row, text) {
      row.state = 'failed';
      row.el.classList.add('failed');
      row.status.className = 'say-late';
      row.status.textContent = text;
      row.bar.hidden = true;
      row.button.textContent = form.dataset.retry;
      next();
    }

    function done(row, xhr) {
      row.state = 'done';
      row.el.remove();
      var into = document.querySelector(form.dataset.into);
      if (into) {
        var before = into.lastElementChild;
        into.insertAdjacentHTML('beforeend', xhr.responseText);
        var fresh = before ? before.nextElementSibling : into.firstElementChild;
        while (fresh) { if (window.htmx) window.htmx.process(fresh); fresh = fresh.nextElementSibling; }
      }
      document.body.dispatchEvent(new Event('evidence-changed', { bubbles: true }));
      next();
    }

    function send(row) {
      var data = new FormData(form);
      data.delete(input.name);
      data.set('ticket', row.ticket);
      data.append(input.name, row.file, row.file.name);
      row.state = 'sending';
      row.el.classList.remove('failed');
      row.status.className = 'meta';
      row.bar.hidden = false;
      row.button.textContent = form.dataset.cancel;
      var xhr = row.xhr = new XMLHttpRequest();
      xhr.upload.addEventListener('progress', function (event) {
        var percent = event.lengthComputable ? Math.round(100 * event.loaded / event.total) : 0;
        row.fill.style.width = percent + '%';
        row.bar.setAttribute('aria-valuenow', percent);
        row.status.textContent = percent < 100 ? percent + '%' : form.dataset.saving;
      });
      xhr.addEventListener('load', function () {
        if (xhr.status >= 200 && xhr.status < 300) done(row, xhr); else failed(row, sentence(xhr, form));
      });
      xhr.addEventListener('error', function () { failed(row, form.dataset.offline); });
      xhr.open('POST', form.action);
      xhr.setRequestHeader('HX-Request', 'true');  // a fragment, please, and no way to the sign-in page
      xhr.send(data);
    }

    list.addEventListener('click', function (event) {
      var row = rows.find(function (r) { return r.button === event.target; });
      if (!row) return;
      if (row.state === 'failed') { row.state = 'waiting'; row.status.className = 'meta'; row.status.textContent = form.dataset.waiting; next(); return; }
      if (row.xhr) row.xhr.abort();
      row.state = 'cancelled';
      row.el.remove();
      next();
    });

    function take(files) {
      Array.from(files).forEach(function (file) {
        var row = Row(form, file);
        rows.push(row);
        list.append(row.el);
        var limit = Number(form.dataset.maxBytes || 0);
        if (limit && file.size > limit) failed(row, form.dataset.tooLarge);
      });
      next();
    }

    input.addEventListener('change', function () { take(input.files); input.value = ''; });
    form.addEventListener('submit', function (event) { event.preventDefault(); if (input.files.length) { take(input.files); input.value = ''; } });
    ['dragover', 'drop'].forEach(function (kind) {
      form.addEventListener(kind, function (event) {
        if (!event.dataTransfer || Array.from(event.dataTransfer.types).indexOf('Files') < 0) return;
        event.preventDefault();
        if (kind === 'drop') take(event.dataTransfer.files);
      });
    });
  }

  window.addEventListener('beforeunload', function (event) {
    var busy = Array.from(document.querySelectorAll('form[data-upload]')).some(function (form) {
      return (form.uploads || []).some(function (r) { return r.state === 'sending' || r.state === 'waiting'; });
    });
    if (busy) { event.preventDefault(); event.returnValue = ''; }  // the browser asks in its own words
  });
  function all(root) { root.querySelectorAll('form[data-upload]').forEach(start); }
  document.addEventListener('htmx:load', function (event) { all(event.target); });
  all(document);
})();
