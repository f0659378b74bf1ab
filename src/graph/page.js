
(() => {
  const facts = JSON.parse(document.getElementById('facts').textContent);
  const map = document.getElementById('map');
  const find = document.getElementById('find');
  const count = document.getElementById('count');
  const nodes = [...map.querySelectorAll('[data-node]')];
  const links = [...map.querySelectorAll('.link')];
  const ends = links.map((link) => [Number(link.dataset.from), Number(link.dataset.to)]);
  const areas = new Set();
  const tools = new Set();
  const agents = facts.filter(([, tool]) => tool !== null).length;

  function fits([words, tool, own]) {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    return wanted.every((word) => words.includes(word))
      && [...areas].every((area) => own.includes(area))
      && (tools.size === 0 || tool === null || tools.has(tool));
  }

  function filter() {
    const isAsked = find.value.trim() !== '' || areas.size > 0 || tools.size > 0;
    const shown = facts.map((fact) => !isAsked || fits(fact));
    nodes.forEach((node, at) => node.classList.toggle('far', !shown[at]));
    links.forEach((link, at) => link.classList.toggle('far', !shown[ends[at][0]] || !shown[ends[at][1]]));
    const fitting = facts.filter(([, tool], at) => tool !== null && shown[at]).length;
    count.textContent = isAsked ? `${fitting} of ${agents} fit` : '';
    return isAsked ? nodes.find((node, at) => shown[at]) : undefined;
  }

  function showFirst() {
    const first = filter();
    if (first !== undefined && nodes.every((node) => node.classList.contains('far') || !isSeen(node))) {
      first.scrollIntoView({ block: 'center', inline: 'center' });
    }
  }

  function isSeen(node) {
    const box = node.getBoundingClientRect();
    const room = map.parentElement.getBoundingClientRect();
    return box.top >= room.top && box.bottom <= room.bottom && box.left >= room.left && box.right <= room.right;
  }

  function point(at) {
    const near = new Set([at]);
    links.forEach((link, index) => {
      const [from, to] = ends[index];
      const isNear = from === at || to === at;
      link.classList.toggle('on', isNear);
      link.classList.toggle('far', !isNear);
      if (isNear) {
        near.add(from).add(to);
        link.parentElement.append(link);
      }
    });
    nodes.forEach((node, index) => {
      node.classList.toggle('on', index === at);
      node.classList.toggle('far', !near.has(index));
    });
  }

  function leave() {
    [...nodes, ...links].forEach((one) => one.classList.remove('on'));
    filter();
  }

  nodes.forEach((node, at) => {
    node.addEventListener('mouseenter', () => point(at));
    node.addEventListener('mouseleave', leave);
    node.parentElement.addEventListener('focus', () => point(at));
    node.parentElement.addEventListener('blur', leave);
  });
  find.addEventListener('input', showFirst);
  for (const [buttons, key, chosen] of [['.area-button', 'area', areas], ['.tool-button', 'tool', tools]]) {
    document.querySelectorAll(buttons).forEach((button) => button.addEventListener('click', () => {
      const at = Number(button.dataset[key]);
      const isOn = !chosen.delete(at);
      if (isOn) chosen.add(at);
      button.setAttribute('aria-pressed', String(isOn));
      showFirst();
    }));
  }

  const [wide, high] = [map.width.baseVal.value, map.height.baseVal.value];
  let scale = 1;
  function zoom(to) {
    scale = Math.min(3, Math.max(0.1, to));
    map.setAttribute('width', wide * scale);
    map.setAttribute('height', high * scale);
  }
  const room = () => map.parentElement.getBoundingClientRect();
  document.getElementById('larger').addEventListener('click', () => zoom(scale * 1.25));
  document.getElementById('smaller').addEventListener('click', () => zoom(scale / 1.25));
  document.getElementById('whole').addEventListener('click', () => zoom(Math.min(1, room().width / wide, room().height / high)));
  map.parentElement.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
    }
  }, { passive: false });
  zoom(Math.min(1, Math.max(0.6, room().width / wide)));
})();
