// Where to look at in a picture, set by a click on it. Without this file it is written in two fields.

const box = document.querySelector(".desk-focus")
const fields = ["x", "y"].map((axis) => document.querySelector(`[name=focus_${axis}]`))

const clamp = (value) => Math.min(100, Math.max(0, Math.round(value) || 0))

function mark() {
  for (const circle of box.querySelectorAll("circle")) {
    circle.setAttribute("cx", `${clamp(fields[0].value)}%`)
    circle.setAttribute("cy", `${clamp(fields[1].value)}%`)
  }
}

if (box && fields.every(Boolean)) {
  box.classList.add("desk-focus-on")
  box.addEventListener("click", (event) => {
    const picture = box.getBoundingClientRect()
    fields[0].value = clamp(((event.clientX - picture.left) / picture.width) * 100)
    fields[1].value = clamp(((event.clientY - picture.top) / picture.height) * 100)
    mark()
  })
  for (const field of fields) field.addEventListener("input", mark)
}
