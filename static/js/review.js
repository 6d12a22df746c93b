/* Plan review: a mark in the text and its finding light up together, by click, by Enter, and when the focus arrives. */
'use strict';
(function () {
  function light(key, from) {
    document.querySelectorAll('[data-f]').forEach(function (el) {
      var on = el.dataset.f === key;
      el.classList.toggle('on', on);
      if (on && !el.contains(from)) show(el);
    });
  }

  /* Scrolls only the pane the element lies in, so that the other half stays where the reader left it. */
  function show(el) {
    var pane = el.closest('.paper, .findings');
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    var at = el.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (at < 0 || at > pane.clientHeight - 40) pane.scrollTop += at - pane.clientHeight / 3;
  }

  document.addEventListener('click', function (event) {
    var tie = event.target.closest('mark a, .fd > .no[href]');
    var part = event.target.closest('[data-f]');
    if (!part) return;
    light(part.dataset.f, part);
    var wide = window.matchMedia('(min-width: 1200px)').matches;
    if (!tie || !wide) return;  // on a narrow screen the link itself leads there
    event.preventDefault();
    var other = document.getElementById(tie.getAttribute('href').slice(1));
    if (other) other.focus({ preventScroll: true });
  });

  document.addEventListener('focusin', function (event) {
    var part = event.target.closest('[data-f]');
    if (part && !part.classList.contains('on')) light(part.dataset.f, part);
  });

  /* A finding that is no longer in doubt takes the dashes off its marks; the first field of an opened one is ready to type. */
  document.addEventListener('htmx:afterSettle', function (event) {
    var row = event.target.closest ? event.target.closest('.fd') : null;
    if (!row) return;
    if (row.tagName === 'FORM') {
      var first = row.querySelector('[aria-invalid="true"], .form-control, .form-select');
      if (first) first.focus();
      return;
    }
    if (!row.hasAttribute('data-unsure')) {
      document.querySelectorAll('mark[data-f="' + row.dataset.f + '"]').forEach(function (mark) {
        mark.classList.remove('unsure');
        var tie = mark.querySelector('sup');
        if (tie) tie.textContent = tie.textContent.replace('?', '');
      });
    }
    row.focus({ preventScroll: true });
  });

  /* Break-down: mark all, and how many are marked. */
  var all = document.querySelector('[data-mark-all]');
  function count() {
    var place = document.querySelector('[data-marked]');
    var marked = document.querySelectorAll('[data-mark]:checked').length;
    if (place) place.textContent = marked ? place.dataset.words.replace('N', marked) : '';
    if (all) all.checked = marked > 0 && marked === document.querySelectorAll('[data-mark]').length;
  }
  document.addEventListener('change', function (event) {
    if (event.target === all) document.querySelectorAll('[data-mark]').forEach(function (box) { box.checked = all.checked; });
    if (event.target === all || event.target.matches('[data-mark]')) count();
  });
  count();

  var opened = document.querySelector('form.fd') || document.querySelector('.fd:target');
  if (opened) {
    light(opened.dataset.f, opened);
    show(opened);
  } else {
    var first = document.querySelector('.paper mark');  // the text opens where this page's findings begin
    if (first) show(first);
  }
})();
