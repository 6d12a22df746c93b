/* A record's page: kinds as chips on a phone, and photos that go up before a word is written.

   <div data-sets="#select" hidden> holds buttons with values; <form data-photo-first> a file field. As soon as files are
   chosen there, the form is kept as a draft, its answer takes the place of #record-desk, and the files go to its upload form. */
'use strict';
(function () {
  var waiting = null;

  function mark(chips, select) {
    chips.querySelectorAll('[role="radio"]').forEach(function (b) { b.setAttribute('aria-checked', b.value === select.value ? 'true' : 'false'); });
  }

  function start(root) {
    root.querySelectorAll('[data-sets]').forEach(function (chips) {
      var select = document.querySelector(chips.dataset.sets);
      if (!select || !chips.hidden) return;
      chips.hidden = false;
      select.closest('div').classList.add('d-none', 'd-lg-block');  // one choice need not stand there twice
      mark(chips, select);
      select.addEventListener('change', function () { mark(chips, select); });
      chips.addEventListener('click', function (event) {
        var chip = event.target.closest('[role="radio"]');
        if (!chip) return;
        select.value = chip.value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      });
    });
  }

  document.addEventListener('change', function (event) {
    var form = event.target.form;
    if (event.target.type !== 'file' || !form || !form.hasAttribute('data-photo-first') || !window.htmx || !event.target.files.length) return;
    var chosen = new DataTransfer();
    Array.from(event.target.files).forEach(function (file) { chosen.items.add(file); });
    event.target.value = '';
    waiting = chosen.files;
    window.htmx.ajax('POST', form.action, { source: form, target: '#record-desk', swap: 'outerHTML', values: { quick: '1' } });
  });

  function handOver(root) {  // after upload.js has heard of the form: it listens first, being loaded first
    var input = waiting && root.querySelector('form[data-upload] input[type="file"]');
    if (!input) return;
    input.files = waiting;
    waiting = null;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    document.getElementById('pieces').scrollIntoView();
  }

  document.addEventListener('htmx:load', function (event) { start(event.target); handOver(event.target); });
  start(document);
})();
