# The verbs of this project; `make` alone lists them. Each prepares .venv when it has to.
# Without make (Windows): python -m venv .venv, then the two pip lines below, then `formgen demo` ...

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
INTEROP := .venv/ready-interop
ENGINES := tests/interop/engines
REVIEW := output/consolidated/review.xlsx

.DEFAULT_GOAL := help
.PHONY: help setup demo forms consolidate test interop fuzz bench check golden clean

help: ## แสดงคำสั่งทั้งหมด (this list)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## ติดตั้งทุกอย่างที่ต้องใช้ลงใน .venv (install into .venv)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'ต้องใช้ Python 3.11 ขึ้นไป: make PYTHON=python3.11 (Python 3.11 or newer is needed)'; exit 1; }
	@echo 'กำลังเตรียม .venv ครั้งแรกใช้เวลาราว ๑ นาที (preparing .venv)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(INTEROP): $(READY) requirements-interop.lock $(ENGINES)/package-lock.json
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-interop.lock
	@npm ci --prefix $(ENGINES) --omit=optional --ignore-scripts --no-audit --no-fund --silent
	@touch $@

demo: $(READY) ## ทดลองทั้งกระบวนการด้วยข้อมูลตัวอย่าง (try all of it)
	@$(BIN)/formgen demo

forms: $(READY) ## สร้างแบบฟอร์มเปล่า DOCX PDF XLSX (make the blank forms)
	@$(BIN)/formgen build

# Exit code 1 says that some returns need a person; that is news, not a failure.
consolidate: $(READY) ## รวมแบบที่ส่งกลับมาใน returns/ (merge what came back)
	@$(BIN)/formgen consolidate || { status=$$?; \
	  [ $$status -eq 1 ] && [ -f $(REVIEW) ] || exit $$status; \
	  echo 'มีแบบที่ต้องให้เจ้าหน้าที่ตรวจสอบ (some returns need a person): $(REVIEW)'; }

test: $(READY) ## ทดสอบโปรแกรม (run the tests)
	@$(BIN)/python -m pytest -n 2 -m 'not interop'

interop: $(INTEROP) ## ทดสอบกับ LibreOffice และโปรแกรมอื่น (tests with other programs)
	@$(BIN)/python -m pytest -m interop

SECONDS ?= 120
fuzz: $(READY) ## ดัดแฟ้มเป็นพัน ๆ แบบแล้วอ่าน ตั้งเวลาด้วย SECONDS=1200 (bend files and read them)
	@$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

bench: $(READY) ## วัดความเร็ว (measure speed)
	@$(BIN)/python -m bench.bench

check: $(READY) ## ตรวจรหัสทั้งหมดแล้วทดสอบ (lint, types, arrows, tests)
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m mypy --strict
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

golden: $(READY) ## รับแบบฟอร์มที่เปลี่ยนไปเป็นต้นแบบใหม่ แล้วอ่าน git diff (accept changed forms)
	@$(BIN)/python -m pytest tests/golden --accept

# What cannot be made again, or may be signed, is not named here: output/{archive,rounds,ledger,letters}.
clean: ## ลบสิ่งที่สร้างใหม่ได้ (remove what can be made again)
	@rm -rf output/forms output/demo output/consolidated build dist
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
