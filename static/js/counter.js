/* Live count under a text: <textarea data-limit="500" data-count="#note-count">, the place saying data-text="{n} / {limit}".

   Counts characters as the server does: code points, each line break as one. */
'use strict';
(function () {
  function count(box) {
    var place = document.querySelector(box.dataset.count);
    if (!place) return;
    var n = Array.from(box.value.replace(/\r\n/g, '\n')).length;
    var over = n > Number(box.dataset.limit);
    var words = over && place.dataset.over ? place.dataset.over : place.dataset.text;
    place.textContent = words.replace('{n}', n).replace('{limit}', box.dataset.limit).replace('{over}', n - Number(box.dataset.limit));
    place.classList.toggle('say-late', over);
    box.setAttribute('aria-invalid', over ? 'true' : 'false');
  }
  function start(root) { root.querySelectorAll('[data-limit][data-count]').forEach(count); }
  document.addEventListener('input', function (event) {
    if (event.target.matches('[data-limit][data-count]')) count(event.target);
    else if (event.target.tagName === 'FORM') start(event.target);  // words restored into it
  });
  document.addEventListener('htmx:load', function (event) { start(event.target); });
  start(document);
})();
