/* A button that copies a text of the page: data-copy names the element, data-copied is what the button says afterwards. */
'use strict';
(function () {
  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function copied(button) {
    var icon = document.createElement('i');
    icon.className = 'bi bi-check-lg';
    icon.setAttribute('aria-hidden', 'true');
    button.replaceChildren(icon, button.dataset.copied);
    button.setAttribute('aria-live', 'polite');
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-copy]');
    if (!button) return;
    var source = document.querySelector(button.dataset.copy);
    select(source);  // without HTTPS there is no clipboard: the old command takes the selection, and a person can press Ctrl+C
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(source.textContent).then(function () { copied(button); }, function () {});
    } else if (document.execCommand('copy')) {
      copied(button);
    }
  });
  document.querySelectorAll('[data-copy]').forEach(function (button) { button.hidden = false; });
})();
