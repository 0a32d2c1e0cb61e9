# Every target sets up what it needs; later runs start at once. See `make help`.
.DEFAULT_GOAL := help
.PHONY: help train install dev run test check format bench wheel lock wheels bundle bundle-light bundle-test screenshots translations clean

BIN := .venv/bin
RENDER = $(BIN)/python -m fer_desktop.training.render
TRAIN = $(BIN)/python -m fer_desktop.training.train --data "$(DATA)" --rendered runs/drawn.npz \
	--rendered-held-out runs/held.npz --batch 512 --peak-rate 0.2 --bf16
MOVED = $(RENDER).transfer --model "$(MODEL)" --data "$(DATA)"
TEACHER = --widths 32 64 128 256 256 --epochs 30

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: ## set up .venv and the system libraries
	@sh scripts/setup.sh run

dev: ## install, and the tools for tests and checks
	@sh scripts/setup.sh dev

run: install ## start the app; without a display, analyse the demo for 20 s and say where the result is
	@sh scripts/run.sh

check: dev ## ruff, mypy, the import contracts, the workflow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

test: check ## all checks and tests
	$(BIN)/pytest --cov -n 2 --dist worksteal --durations 15

bench: dev ## how fast this machine is, stage by stage, and beside others
	$(BIN)/fer-desktop bench
	$(BIN)/fer-desktop bench --peers

train: dev ## from data to weights: make train DATA=folder CLIPS=folder MODEL=file JUDGE=file; goes on where it was stopped
	@test -n "$(DATA)" -a -n "$(CLIPS)" -a -n "$(MODEL)" -a -n "$(JUDGE)" || { echo "say where FER+, the clips, the face model and people of a second family (render.held_out) are: make train DATA=folder CLIPS=folder MODEL=ict_facekit.npz JUDGE=second.npz" >&2; exit 2; }
	test -f runs/ferplus_aligned.npz || $(BIN)/python -m fer_desktop.training.prepare --data "$(DATA)"
	test -f runs/clips.npz || $(BIN)/python -m fer_desktop.training.clips --clips "$(CLIPS)"
	test -f runs/drawn.npz || $(RENDER).generate --model "$(MODEL)" --people 14000 --seed 1 --out runs/drawn.npz
	test -f runs/held.npz || $(RENDER).generate --model "$(MODEL)" --people 1500 --seed 2 --out runs/held.npz
	test -f runs/motion_14.npz || $(RENDER).motion --model "$(MODEL)" --sequences 62 --seed 14 --out runs/motion_14.npz
	$(TRAIN) --out runs/a --adversary 0.1 $(TEACHER)
	$(TRAIN) --out runs/b --mixing 0.4 $(TEACHER)
	$(TRAIN) --out runs/c --share 0.7 --mixing 0.4 --adversary 0.3 $(TEACHER)
	$(TRAIN) --out runs/student --teachers runs/a runs/b runs/c --mixing 0.4 --adversary 0.2 --balance 0.6 --epochs 80
	test -f runs/moved.npz || $(MOVED) --faces 18000 --seed 1 --out runs/moved.npz
	test -f runs/moved_held.npz || $(MOVED) --split validation --faces 5000 --seed 10 --out runs/moved_held.npz
	test -f runs/furrowed.npz || $(MOVED) --faces 38400 --seed 101 --out runs/furrowed.npz
	test -f runs/more.npz || $(RENDER).generate --model "$(MODEL)" --people 14400 --seed 101 --out runs/more.npz
	test -f runs/motion_51.npz || $(RENDER).motion --model "$(MODEL)" --photographs "$(DATA)" --sequences 1566 --seed 51 --out runs/motion_51.npz
	test -f runs/motion_61.npz || $(RENDER).motion --model "$(MODEL)" --sequences 2022 --seed 61 --out runs/motion_61.npz
	test -f runs/motion_33.npz || $(RENDER).motion --model "$(MODEL)" --photographs "$(DATA)" --split validation --sequences 40 --seed 33 --out runs/motion_33.npz
	$(BIN)/python -m fer_desktop.training.train --data "$(DATA)" --rendered runs/moved.npz runs/held.npz --rendered-held-out runs/moved_held.npz \
		--out runs/moved --start runs/student --teachers runs/student --epochs 8 --peak-rate 0.03 --adversary 0.1 --mixing 0.2 \
		--teacher-share 0.5 --rendered-share 0 --bf16
	$(BIN)/python -m fer_desktop.training.train --data "$(DATA)" --rendered runs/furrowed.npz runs/more.npz \
		--rendered-held-out runs/moved_held.npz --out runs/apart --start runs/moved --teachers runs/student --batch 512 \
		--epochs 30 --peak-rate 0.015 --apart 0.5 --adversary 0.1 --mixing 0.2 --teacher-share 0.5 --rendered-share 0 --seed 3 --bf16
	$(BIN)/python -m fer_desktop.training.temporal --data "$(DATA)" --cnn runs/apart --sequences 64 --epochs 1 \
		--rendered-held-out runs/moved_held.npz --motion-held-out runs/motion_14.npz \
		--prior-share 0.1 --neutral-kept 0.78 --drawn-share 1.5 --out runs/weights
	$(BIN)/python -m fer_desktop.training.lower_neutral --weights runs/weights --by 0.5 --out runs/weights
	$(BIN)/python -m fer_desktop.training.temporal --data "$(DATA)" --weights runs/weights --clips runs/clips.npz \
		--sequences 1200 --clip-sequences 2400 --epochs 16 --motion runs/motion_51.npz runs/motion_61.npz \
		--motion-held-out runs/motion_14.npz runs/motion_33.npz --out runs/weights
	$(BIN)/python -m fer_desktop.training.photographs --data "$(DATA)" --weights runs/weights --run runs/apart
	$(BIN)/python -m fer_desktop.training.units --weights runs/weights --drawn runs/moved_held.npz --judge "$(JUDGE)"
	$(BIN)/python -m fer_desktop.training.shape_units --weights runs/weights --drawn runs/held.npz --judge "$(JUDGE)"
	$(BIN)/python -m fer_desktop.training.certainty --weights runs/weights --data "$(DATA)" --drawn runs/moved_held.npz --judge "$(JUDGE)"
	test -f runs/seated_moved.npz || $(RENDER).sittings --ict "$(MODEL)" --photographs "$(DATA)" --split validation --people 630 --seed 41 --out runs/seated_moved.npz
	test -f runs/seated_drawn.npz || $(RENDER).sittings --ict "$(MODEL)" --people 650 --out runs/seated_drawn.npz
	$(BIN)/python -m fer_desktop.training.baselines --weights runs/weights --data "$(DATA)" --sittings runs/seated_moved.npz runs/seated_drawn.npz --write
	$(BIN)/python -m fer_desktop.training.rest_check --weights runs/weights --sittings runs/seated_moved.npz runs/seated_drawn.npz --write
	$(BIN)/python -m fer_desktop.training.export --weights runs/weights

wheel: dev ## build wheel and sdist into dist
	$(BIN)/python -m build --no-isolation

lock: dev ## write requirements/*.lock anew from pyproject.toml and constraints.txt
	@sh scripts/lock.sh

wheels: dev ## ask whether each pinned version has a wheel for Windows and macOS
	$(BIN)/python scripts/wheels.py

bundle: dev ## build dist/FER Desktop, a folder that runs without Python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bundle]"
	$(BIN)/pyinstaller --noconfirm build.spec

bundle-light: export FER_BUNDLE = light
bundle-light: bundle ## the same without torch: the CPU alone, in less than half the space

bundle-test: dev ## start the bundle that was built last, far from here: doctor, analyze, record, export
	$(BIN)/python scripts/bundle_test.py "$$(ls -dt dist/FER\ Desktop*/ | head -1)"

format: dev ## let ruff format and mend the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: dev ## bring the translations up to date with the code
	$(BIN)/python scripts/translations.py

screenshots: dev ## make the pictures of docs/images again, from the demo
	$(BIN)/python scripts/screenshots.py

clean: ## remove .venv and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
