# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""The models by name, each loaded when it is first asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .accept_invitation import AcceptInvitation
    from .access_grant_page import AccessGrantPage
    from .access_grant_view import AccessGrantView
    from .access_grant_view_standing import AccessGrantViewStanding
    from .actionable_column import ActionableColumn
    from .actionable_column_direction import ActionableColumnDirection
    from .actionable_feature import ActionableFeature
    from .actionable_feature_direction import ActionableFeatureDirection
    from .activate_release import ActivateRelease
    from .activate_routing_policy import ActivateRoutingPolicy
    from .activate_routing_policy_role import ActivateRoutingPolicyRole
    from .activate_ruleset import ActivateRuleset
    from .activate_workflow import ActivateWorkflow
    from .activate_workflow_template import ActivateWorkflowTemplate
    from .add_list_entries import AddListEntries
    from .add_rule_test_case import AddRuleTestCase
    from .agreement_bonus import AgreementBonus
    from .agreement_deduction import AgreementDeduction
    from .agreement_tax import AgreementTax
    from .agreement_tax_kind import AgreementTaxKind
    from .alert_page import AlertPage
    from .alert_rule import AlertRule
    from .alert_rule_priority import AlertRulePriority
    from .alert_rule_severity_type_0 import AlertRuleSeverityType0
    from .alert_rules_view import AlertRulesView
    from .alert_view import AlertView
    from .alert_view_severity import AlertViewSeverity
    from .alert_view_state import AlertViewState
    from .anchor_page import AnchorPage
    from .answer_view import AnswerView
    from .answer_workflow_task import AnswerWorkflowTask
    from .api_key_page import ApiKeyPage
    from .api_key_view import ApiKeyView
    from .api_key_view_status import ApiKeyViewStatus
    from .approval_policy_view import ApprovalPolicyView
    from .approve_case import ApproveCase
    from .approve_release import ApproveRelease
    from .approve_ruleset_version import ApproveRulesetVersion
    from .arm_money import ArmMoney
    from .arm_view import ArmView
    from .attempt import Attempt
    from .attempt_batch import AttemptBatch
    from .attempt_fact import AttemptFact
    from .attempt_fact_cause_type_0 import AttemptFactCauseType0
    from .attempt_fact_method import AttemptFactMethod
    from .attempt_fact_result import AttemptFactResult
    from .attempt_page import AttemptPage
    from .attempt_result import AttemptResult
    from .attempt_result_status import AttemptResultStatus
    from .attempt_results import AttemptResults
    from .attempt_view import AttemptView
    from .attempt_view_method import AttemptViewMethod
    from .attempt_view_result import AttemptViewResult
    from .backtest_comparison import BacktestComparison
    from .backtest_comparison_against import BacktestComparisonAgainst
    from .backtest_page import BacktestPage
    from .backtest_report import BacktestReport
    from .backtest_result import BacktestResult
    from .backtest_result_state import BacktestResultState
    from .backtest_view import BacktestView
    from .backtest_view_state import BacktestViewState
    from .batch_failure import BatchFailure
    from .batch_page import BatchPage
    from .batch_view import BatchView
    from .batch_view_engine import BatchViewEngine
    from .batch_view_format import BatchViewFormat
    from .batch_view_phase import BatchViewPhase
    from .batch_view_state import BatchViewState
    from .batch_view_work import BatchViewWork
    from .begin_second_factor import BeginSecondFactor
    from .binary_data import BinaryData
    from .breach import Breach
    from .bundle_page import BundlePage
    from .case_page import CasePage
    from .case_queue_list import CaseQueueList
    from .case_queue_view import CaseQueueView
    from .case_result import CaseResult
    from .case_step_page import CaseStepPage
    from .case_step_view import CaseStepView
    from .case_view import CaseView
    from .case_view_priority import CaseViewPriority
    from .case_view_state import CaseViewState
    from .categorize_answer import CategorizeAnswer
    from .categorize_decision import CategorizeDecision
    from .categorized_line import CategorizedLine
    from .categorized_line_source import CategorizedLineSource
    from .category_spend import CategorySpend
    from .cause_bucket import CauseBucket
    from .cause_money import CauseMoney
    from .change_password import ChangePassword
    from .change_view import ChangeView
    from .changed_decision import ChangedDecision
    from .check_ruleset import CheckRuleset
    from .check_workflow import CheckWorkflow
    from .checkpoint_page import CheckpointPage
    from .churn_score_decision import ChurnScoreDecision
    from .class_metrics_view import ClassMetricsView
    from .class_share import ClassShare
    from .close_environment import CloseEnvironment
    from .closing import Closing
    from .code_count import CodeCount
    from .code_count_cause import CodeCountCause
    from .column_view import ColumnView
    from .column_view_kind import ColumnViewKind
    from .columns import Columns
    from .commission_agreement import CommissionAgreement
    from .commission_agreement_page import CommissionAgreementPage
    from .commission_agreement_rounding import CommissionAgreementRounding
    from .commission_agreement_slabs import CommissionAgreementSlabs
    from .commission_agreement_view import CommissionAgreementView
    from .commission_check_answer import CommissionCheckAnswer
    from .commission_check_decision import CommissionCheckDecision
    from .commission_difference import CommissionDifference
    from .commission_difference_verdict import CommissionDifferenceVerdict
    from .commission_line import CommissionLine
    from .commission_line_kind import CommissionLineKind
    from .commission_period import CommissionPeriod
    from .commission_product import CommissionProduct
    from .commission_question import CommissionQuestion
    from .commission_question_include_item import CommissionQuestionIncludeItem
    from .commission_question_language_type_0 import CommissionQuestionLanguageType0
    from .commission_reckoning import CommissionReckoning
    from .commission_reckoning_paid_basis_type_0 import CommissionReckoningPaidBasisType0
    from .commission_rule import CommissionRule
    from .commission_sale import CommissionSale
    from .commission_statement import CommissionStatement
    from .commission_statement_page import CommissionStatementPage
    from .commission_statement_step import CommissionStatementStep
    from .commission_statement_step_status import CommissionStatementStepStatus
    from .commission_statement_summary import CommissionStatementSummary
    from .commission_statement_summary_status import CommissionStatementSummaryStatus
    from .commission_statement_view import CommissionStatementView
    from .commission_statement_view_status import CommissionStatementViewStatus
    from .comparison_view import ComparisonView
    from .comparison_view_role import ComparisonViewRole
    from .computed_commission import ComputedCommission
    from .condition import Condition
    from .confidence import Confidence
    from .confidence_view import ConfidenceView
    from .connector_page import ConnectorPage
    from .connector_preset_list import ConnectorPresetList
    from .connector_preset_view import ConnectorPresetView
    from .connector_preset_view_auth import ConnectorPresetViewAuth
    from .connector_preset_view_messages_item import ConnectorPresetViewMessagesItem
    from .connector_preset_view_webhook_scheme_type_0 import ConnectorPresetViewWebhookSchemeType0
    from .connector_view import ConnectorView
    from .connector_view_auth import ConnectorViewAuth
    from .connector_view_methods_item import ConnectorViewMethodsItem
    from .connector_view_webhook_scheme_type_0 import ConnectorViewWebhookSchemeType0
    from .consistency_proof import ConsistencyProof
    from .counterfactual_view import CounterfactualView
    from .create_api_key import CreateApiKey
    from .create_backtest import CreateBacktest
    from .create_batch_engine import CreateBatchEngine
    from .create_batch_format import CreateBatchFormat
    from .create_batch_separator import CreateBatchSeparator
    from .create_batch_work import CreateBatchWork
    from .create_connector import CreateConnector
    from .create_connector_auth_type_0 import CreateConnectorAuthType0
    from .create_connector_methods_type_0_item import CreateConnectorMethodsType0Item
    from .create_connector_webhook_scheme_type_0 import CreateConnectorWebhookSchemeType0
    from .create_import_on_refused import CreateImportOnRefused
    from .create_list import CreateList
    from .create_list_kind import CreateListKind
    from .create_o_auth_client import CreateOAuthClient
    from .create_release import CreateRelease
    from .create_routing_policy import CreateRoutingPolicy
    from .create_suppression import CreateSuppression
    from .create_suppression_kind_type_0 import CreateSuppressionKindType0
    from .create_suppression_kind_type_1 import CreateSuppressionKindType1
    from .create_tenant import CreateTenant
    from .create_webhook_endpoint import CreateWebhookEndpoint
    from .credit_answer import CreditAnswer
    from .credit_score_decision import CreditScoreDecision
    from .customer_features_view import CustomerFeaturesView
    from .customer_history import CustomerHistory
    from .customer_question import CustomerQuestion
    from .customer_question_include_item import CustomerQuestionIncludeItem
    from .customer_question_language_type_0 import CustomerQuestionLanguageType0
    from .customer_state_view import CustomerStateView
    from .customer_state_view_last_direction_type_0 import CustomerStateViewLastDirectionType0
    from .decision_explanation_view import DecisionExplanationView
    from .decision_explanation_view_method_type_0 import DecisionExplanationViewMethodType0
    from .decision_explanation_view_status import DecisionExplanationViewStatus
    from .decision_line import DecisionLine
    from .decision_list import DecisionList
    from .decision_page import DecisionPage
    from .decision_view import DecisionView
    from .declaration_view import DeclarationView
    from .deploy_version import DeployVersion
    from .deploy_version_role import DeployVersionRole
    from .deployment_page import DeploymentPage
    from .deployment_view import DeploymentView
    from .deployment_view_ended_reason_type_0 import DeploymentViewEndedReasonType0
    from .deployment_view_origin import DeploymentViewOrigin
    from .deployment_view_role import DeploymentViewRole
    from .difference import Difference
    from .difference_verdict import DifferenceVerdict
    from .disclosure_view import DisclosureView
    from .dispute_statement import DisputeStatement
    from .dispute_statement_reason import DisputeStatementReason
    from .done_stage_view import DoneStageView
    from .done_stage_view_stage import DoneStageViewStage
    from .doubt import Doubt
    from .drift_report_page import DriftReportPage
    from .drift_report_view import DriftReportView
    from .drift_report_view_verdict import DriftReportViewVerdict
    from .due_line import DueLine
    from .due_line_kind import DueLineKind
    from .effect import Effect
    from .end_workflow_trial import EndWorkflowTrial
    from .end_workflow_trial_ending import EndWorkflowTrialEnding
    from .entry_body import EntryBody
    from .entry_proof import EntryProof
    from .entry_proof_state import EntryProofState
    from .environment import Environment
    from .environment_mode import EnvironmentMode
    from .environment_standing import EnvironmentStanding
    from .epoch import Epoch
    from .epoch_anchor import EpochAnchor
    from .epoch_anchor_state import EpochAnchorState
    from .epoch_page import EpochPage
    from .epoch_proof import EpochProof
    from .erase_result import EraseResult
    from .erase_result_standing import EraseResultStanding
    from .erasure_page import ErasurePage
    from .erasure_view import ErasureView
    from .event_kind_list import EventKindList
    from .event_kind_view import EventKindView
    from .evidence_payment import EvidencePayment
    from .expected_cash import ExpectedCash
    from .explanation import Explanation
    from .export_ruleset_form import ExportRulesetForm
    from .failure import Failure
    from .failure_code_list import FailureCodeList
    from .failure_kind import FailureKind
    from .failure_kind_cause import FailureKindCause
    from .failure_pattern import FailurePattern
    from .failure_pattern_report import FailurePatternReport
    from .failure_pattern_report_counted import FailurePatternReportCounted
    from .feature_detail import FeatureDetail
    from .feature_page import FeaturePage
    from .feature_view import FeatureView
    from .feedback import Feedback
    from .feedback_batch import FeedbackBatch
    from .feedback_page import FeedbackPage
    from .feedback_result import FeedbackResult
    from .feedback_result_status import FeedbackResultStatus
    from .feedback_results import FeedbackResults
    from .feedback_source import FeedbackSource
    from .feedback_view import FeedbackView
    from .feedback_view_source import FeedbackViewSource
    from .field_error import FieldError
    from .figure import Figure
    from .find_counterfactual import FindCounterfactual
    from .find_list_entry import FindListEntry
    from .finding_view import FindingView
    from .finding_view_standing import FindingViewStanding
    from .gateway_attempt import GatewayAttempt
    from .gateway_attempt_method import GatewayAttemptMethod
    from .gateway_candidate import GatewayCandidate
    from .gateway_choice import GatewayChoice
    from .gateway_choice_view import GatewayChoiceView
    from .gateway_event import GatewayEvent
    from .gateway_option import GatewayOption
    from .gateway_route_answer import GatewayRouteAnswer
    from .gateway_route_decision import GatewayRouteDecision
    from .get_batch_results_format import GetBatchResultsFormat
    from .get_failure_patterns_counted import GetFailurePatternsCounted
    from .get_live_metrics_role import GetLiveMetricsRole
    from .get_root_cause_language import GetRootCauseLanguage
    from .grant_access import GrantAccess
    from .group_effect import GroupEffect
    from .group_effect_by import GroupEffectBy
    from .guarded import Guarded
    from .guarded_name import GuardedName
    from .guardrails import Guardrails
    from .health_status import HealthStatus
    from .history_question import HistoryQuestion
    from .history_question_include_item import HistoryQuestionIncludeItem
    from .history_question_language_type_0 import HistoryQuestionLanguageType0
    from .import_failure import ImportFailure
    from .import_mapping_page import ImportMappingPage
    from .import_mapping_proposal import ImportMappingProposal
    from .import_mapping_view import ImportMappingView
    from .import_page import ImportPage
    from .import_preview import ImportPreview
    from .import_view import ImportView
    from .import_view_encoding_type_0 import ImportViewEncodingType0
    from .import_view_on_refused import ImportViewOnRefused
    from .import_view_order_type_0 import ImportViewOrderType0
    from .import_view_phase import ImportViewPhase
    from .import_view_separator_type_0 import ImportViewSeparatorType0
    from .import_view_state import ImportViewState
    from .incident_view import IncidentView
    from .infer_input import InferInput
    from .infer_input_datatype import InferInputDatatype
    from .infer_output import InferOutput
    from .infer_request import InferRequest
    from .infer_requested_output import InferRequestedOutput
    from .infer_response import InferResponse
    from .inference_server import InferenceServer
    from .install_rule_pack import InstallRulePack
    from .introspection import Introspection
    from .invitation_page import InvitationPage
    from .invitation_view import InvitationView
    from .invite_member import InviteMember
    from .invoice import Invoice
    from .invoice_question import InvoiceQuestion
    from .invoice_question_include_item import InvoiceQuestionIncludeItem
    from .invoice_question_language_type_0 import InvoiceQuestionLanguageType0
    from .json_web_key_set import JsonWebKeySet
    from .label_view import LabelView
    from .lead_score_answer import LeadScoreAnswer
    from .lead_score_decision import LeadScoreDecision
    from .ledger_bundle import LedgerBundle
    from .ledger_entry import LedgerEntry
    from .ledger_entry_page import LedgerEntryPage
    from .ledger_entry_state import LedgerEntryState
    from .ledger_key import LedgerKey
    from .ledger_key_kind import LedgerKeyKind
    from .ledger_key_state import LedgerKeyState
    from .ledger_key_use import LedgerKeyUse
    from .ledger_keys import LedgerKeys
    from .life_event import LifeEvent
    from .life_events_answer import LifeEventsAnswer
    from .life_events_decision import LifeEventsDecision
    from .lineage_view import LineageView
    from .linked_cause_view import LinkedCauseView
    from .linked_cause_view_bond import LinkedCauseViewBond
    from .linked_cause_view_kind import LinkedCauseViewKind
    from .list_alerts_severity_min import ListAlertsSeverityMin
    from .list_alerts_state import ListAlertsState
    from .list_cases_state import ListCasesState
    from .list_change_view import ListChangeView
    from .list_commission_statements_status import ListCommissionStatementsStatus
    from .list_deployments_role import ListDeploymentsRole
    from .list_entry_page import ListEntryPage
    from .list_entry_view import ListEntryView
    from .list_gateway_attempts_result import ListGatewayAttemptsResult
    from .list_message_templates_channel import ListMessageTemplatesChannel
    from .list_payout_anomalies_kind import ListPayoutAnomaliesKind
    from .list_payouts_stage import ListPayoutsStage
    from .list_root_causes_kind import ListRootCausesKind
    from .list_root_causes_language import ListRootCausesLanguage
    from .list_root_causes_order import ListRootCausesOrder
    from .list_routing_policies_status import ListRoutingPoliciesStatus
    from .list_webhook_deliveries_state import ListWebhookDeliveriesState
    from .list_workflow_instances_status import ListWorkflowInstancesStatus
    from .list_workflow_trials_status import ListWorkflowTrialsStatus
    from .live_metrics_view import LiveMetricsView
    from .logged_request_page import LoggedRequestPage
    from .logged_request_view import LoggedRequestView
    from .logged_request_view_face import LoggedRequestViewFace
    from .login_batch import LoginBatch
    from .login_event import LoginEvent
    from .login_event_channel_type_0 import LoginEventChannelType0
    from .login_result import LoginResult
    from .login_result_status import LoginResultStatus
    from .login_results import LoginResults
    from .mapping_definition import MappingDefinition
    from .mapping_definition_balances import MappingDefinitionBalances
    from .mapping_definition_decimal import MappingDefinitionDecimal
    from .mapping_definition_encoding_type_0 import MappingDefinitionEncodingType0
    from .mapping_definition_form import MappingDefinitionForm
    from .mapping_definition_method_type_0 import MappingDefinitionMethodType0
    from .mapping_definition_positive import MappingDefinitionPositive
    from .mapping_definition_separator_type_0 import MappingDefinitionSeparatorType0
    from .matrix_cell import MatrixCell
    from .matrix_money import MatrixMoney
    from .member_page import MemberPage
    from .member_view import MemberView
    from .message_template_page import MessageTemplatePage
    from .message_template_view import MessageTemplateView
    from .message_template_view_channel import MessageTemplateViewChannel
    from .model_graph_view import ModelGraphView
    from .model_metadata import ModelMetadata
    from .model_ready import ModelReady
    from .money import Money
    from .money_figure import MoneyFigure
    from .month_forecast import MonthForecast
    from .month_spend import MonthSpend
    from .move_case import MoveCase
    from .move_case_priority_type_0 import MoveCasePriorityType0
    from .movement import Movement
    from .movement_verdict import MovementVerdict
    from .net_difference import NetDifference
    from .net_difference_verdict import NetDifferenceVerdict
    from .new_api_key_view import NewApiKeyView
    from .new_commission_statement import NewCommissionStatement
    from .new_feature import NewFeature
    from .new_feature_type import NewFeatureType
    from .new_feature_unit import NewFeatureUnit
    from .new_o_auth_client_view import NewOAuthClientView
    from .new_payout import NewPayout
    from .new_payout_documents_missing_item import NewPayoutDocumentsMissingItem
    from .new_payout_method import NewPayoutMethod
    from .new_session_view import NewSessionView
    from .new_webhook_endpoint_view import NewWebhookEndpointView
    from .not_held import NotHeld
    from .number_metrics_view import NumberMetricsView
    from .o_auth_client_page import OAuthClientPage
    from .o_auth_client_view import OAuthClientView
    from .o_auth_client_view_auth_method import OAuthClientViewAuthMethod
    from .o_auth_error_view import OAuthErrorView
    from .offline_estimate import OfflineEstimate
    from .offline_figure import OfflineFigure
    from .offline_money import OfflineMoney
    from .offline_money_costs import OfflineMoneyCosts
    from .open_case import OpenCase
    from .open_case_priority import OpenCasePriority
    from .open_invoice import OpenInvoice
    from .own_model_view import OwnModelView
    from .parameter_view import ParameterView
    from .past_invoice import PastInvoice
    from .past_payout import PastPayout
    from .past_payout_method import PastPayoutMethod
    from .payment_delay_answer import PaymentDelayAnswer
    from .payment_delay_decision import PaymentDelayDecision
    from .payment_portfolio import PaymentPortfolio
    from .payment_timing_answer import PaymentTimingAnswer
    from .payment_timing_decision import PaymentTimingDecision
    from .payment_to_send import PaymentToSend
    from .payment_to_send_method import PaymentToSendMethod
    from .payout import Payout
    from .payout_anomaly_detail import PayoutAnomalyDetail
    from .payout_anomaly_detail_basis_type_0 import PayoutAnomalyDetailBasisType0
    from .payout_anomaly_page import PayoutAnomalyPage
    from .payout_anomaly_view import PayoutAnomalyView
    from .payout_anomaly_view_kind import PayoutAnomalyViewKind
    from .payout_anomaly_view_stage import PayoutAnomalyViewStage
    from .payout_batch import PayoutBatch
    from .payout_delay_answer import PayoutDelayAnswer
    from .payout_delay_decision import PayoutDelayDecision
    from .payout_documents import PayoutDocuments
    from .payout_documents_documents_missing_item import PayoutDocumentsDocumentsMissingItem
    from .payout_event import PayoutEvent
    from .payout_event_batch import PayoutEventBatch
    from .payout_event_result import PayoutEventResult
    from .payout_event_result_stage_type_0 import PayoutEventResultStageType0
    from .payout_event_result_status import PayoutEventResultStatus
    from .payout_event_results import PayoutEventResults
    from .payout_event_source import PayoutEventSource
    from .payout_event_stage import PayoutEventStage
    from .payout_event_view import PayoutEventView
    from .payout_event_view_standing import PayoutEventViewStanding
    from .payout_method import PayoutMethod
    from .payout_page import PayoutPage
    from .payout_question import PayoutQuestion
    from .payout_question_include_item import PayoutQuestionIncludeItem
    from .payout_question_language_type_0 import PayoutQuestionLanguageType0
    from .payout_result import PayoutResult
    from .payout_result_status import PayoutResultStatus
    from .payout_results import PayoutResults
    from .payout_status_view import PayoutStatusView
    from .payout_status_view_credit_basis_type_0 import PayoutStatusViewCreditBasisType0
    from .payout_status_view_documents_missing_item import PayoutStatusViewDocumentsMissingItem
    from .payout_status_view_stage import PayoutStatusViewStage
    from .payout_summary import PayoutSummary
    from .payout_summary_documents_missing_item import PayoutSummaryDocumentsMissingItem
    from .payout_summary_stage import PayoutSummaryStage
    from .payout_view import PayoutView
    from .payout_view_documents_missing_item import PayoutViewDocumentsMissingItem
    from .payout_view_stage import PayoutViewStage
    from .permission import Permission
    from .plan_name import PlanName
    from .plan_request import PlanRequest
    from .plan_request_source import PlanRequestSource
    from .plan_request_task_type_0 import PlanRequestTaskType0
    from .planned_payment import PlannedPayment
    from .policy_gateway import PolicyGateway
    from .policy_rule import PolicyRule
    from .policy_rule_methods_item import PolicyRuleMethodsItem
    from .policy_spec import PolicySpec
    from .policy_spec_kind import PolicySpecKind
    from .portfolio_question import PortfolioQuestion
    from .portfolio_question_include_item import PortfolioQuestionIncludeItem
    from .portfolio_question_language_type_0 import PortfolioQuestionLanguageType0
    from .present_code import PresentCode
    from .presented_token_form import PresentedTokenForm
    from .preview_body import PreviewBody
    from .preview_body_channel import PreviewBodyChannel
    from .preview_row import PreviewRow
    from .preview_row_direction import PreviewRowDirection
    from .preview_row_method import PreviewRowMethod
    from .preview_view import PreviewView
    from .preview_view_encoding_type_0 import PreviewViewEncodingType0
    from .preview_view_source import PreviewViewSource
    from .principal_view import PrincipalView
    from .principal_view_kind import PrincipalViewKind
    from .principal_view_mode import PrincipalViewMode
    from .probability_answer import ProbabilityAnswer
    from .problem import Problem
    from .product_lead import ProductLead
    from .progress import Progress
    from .promote_release import PromoteRelease
    from .propose_vendor_payment import ProposeVendorPayment
    from .provider_template import ProviderTemplate
    from .public_jwk import PublicJwk
    from .public_jwk_alg_type_0 import PublicJwkAlgType0
    from .public_jwk_crv_type_0 import PublicJwkCrvType0
    from .public_jwk_key_ops_type_0_item import PublicJwkKeyOpsType0Item
    from .public_jwk_kty import PublicJwkKty
    from .public_jwk_use_type_0 import PublicJwkUseType0
    from .push_ruleset import PushRuleset
    from .push_workflow import PushWorkflow
    from .put_message_template import PutMessageTemplate
    from .put_message_template_channel import PutMessageTemplateChannel
    from .put_rule_test_cases import PutRuleTestCases
    from .queue_settings import QueueSettings
    from .raise_alert import RaiseAlert
    from .raise_alert_severity import RaiseAlertSeverity
    from .rate_change import RateChange
    from .reached_stage import ReachedStage
    from .reached_stage_stage import ReachedStageStage
    from .read_rule_file import ReadRuleFile
    from .ready_status import ReadyStatus
    from .reason import Reason
    from .reason_direction import ReasonDirection
    from .receipt import Receipt
    from .received import Received
    from .recovery_codes import RecoveryCodes
    from .refuse_release import RefuseRelease
    from .refuse_ruleset_version import RefuseRulesetVersion
    from .release_approval_view import ReleaseApprovalView
    from .release_approval_view_verdict import ReleaseApprovalViewVerdict
    from .release_arguments import ReleaseArguments
    from .release_diff_view import ReleaseDiffView
    from .release_metric_view import ReleaseMetricView
    from .release_page import ReleasePage
    from .release_shadow_view import ReleaseShadowView
    from .release_side_view import ReleaseSideView
    from .release_switch_page import ReleaseSwitchPage
    from .release_switch_view import ReleaseSwitchView
    from .release_switch_view_kind import ReleaseSwitchViewKind
    from .release_view import ReleaseView
    from .release_view_state import ReleaseViewState
    from .reliability_bin import ReliabilityBin
    from .remove_list_entries import RemoveListEntries
    from .replay_view import ReplayView
    from .replay_view_verdict import ReplayViewVerdict
    from .replay_webhooks import ReplayWebhooks
    from .replayed import Replayed
    from .retention import Retention
    from .retraining_plan_view import RetrainingPlanView
    from .retraining_plan_view_source import RetrainingPlanViewSource
    from .retraining_plan_view_task_type_0 import RetrainingPlanViewTaskType0
    from .retraining_plans import RetrainingPlans
    from .revoke_token_response_200 import RevokeTokenResponse200
    from .role import Role
    from .roll_back_release import RollBackRelease
    from .roll_back_ruleset import RollBackRuleset
    from .root_cause_page import RootCausePage
    from .root_cause_story_view import RootCauseStoryView
    from .root_cause_story_view_kind import RootCauseStoryViewKind
    from .root_cause_story_view_trend import RootCauseStoryViewTrend
    from .root_cause_view import RootCauseView
    from .root_cause_view_kind import RootCauseViewKind
    from .root_cause_view_trend import RootCauseViewTrend
    from .rotate_api_key import RotateApiKey
    from .rotate_connector import RotateConnector
    from .rotate_ledger_key import RotateLedgerKey
    from .rotate_ledger_key_kind import RotateLedgerKeyKind
    from .rotate_webhook_secret import RotateWebhookSecret
    from .routing import Routing
    from .routing_arm_view import RoutingArmView
    from .routing_comparison import RoutingComparison
    from .routing_method import RoutingMethod
    from .routing_policy_page import RoutingPolicyPage
    from .routing_policy_view import RoutingPolicyView
    from .routing_policy_view_status import RoutingPolicyViewStatus
    from .routing_question import RoutingQuestion
    from .routing_question_include_item import RoutingQuestionIncludeItem
    from .routing_question_language_type_0 import RoutingQuestionLanguageType0
    from .row_proof import RowProof
    from .rule_fact import RuleFact
    from .rule_fact_list import RuleFactList
    from .rule_file_draft import RuleFileDraft
    from .rule_file_view import RuleFileView
    from .rule_finding import RuleFinding
    from .rule_hit import RuleHit
    from .rule_list_page import RuleListPage
    from .rule_list_view import RuleListView
    from .rule_pack_limit import RulePackLimit
    from .rule_pack_list import RulePackList
    from .rule_pack_source import RulePackSource
    from .rule_pack_view import RulePackView
    from .rule_test import RuleTest
    from .rule_test_case_report import RuleTestCaseReport
    from .rule_test_case_result import RuleTestCaseResult
    from .rule_test_case_set import RuleTestCaseSet
    from .rule_test_case_set_page import RuleTestCaseSetPage
    from .rule_test_case_set_summary import RuleTestCaseSetSummary
    from .ruleset_activation import RulesetActivation
    from .ruleset_activation_kind import RulesetActivationKind
    from .ruleset_activation_page import RulesetActivationPage
    from .ruleset_approval import RulesetApproval
    from .ruleset_approval_verdict import RulesetApprovalVerdict
    from .ruleset_diff_view import RulesetDiffView
    from .ruleset_draft import RulesetDraft
    from .ruleset_edge_change import RulesetEdgeChange
    from .ruleset_edge_change_what import RulesetEdgeChangeWhat
    from .ruleset_node_change import RulesetNodeChange
    from .ruleset_node_change_what import RulesetNodeChangeWhat
    from .ruleset_part_change import RulesetPartChange
    from .ruleset_part_change_what import RulesetPartChangeWhat
    from .ruleset_shadow_change import RulesetShadowChange
    from .ruleset_shadow_hour import RulesetShadowHour
    from .ruleset_shadow_view import RulesetShadowView
    from .ruleset_side import RulesetSide
    from .ruleset_version_page import RulesetVersionPage
    from .ruleset_version_summary import RulesetVersionSummary
    from .ruleset_version_summary_state import RulesetVersionSummaryState
    from .ruleset_version_view import RulesetVersionView
    from .ruleset_version_view_state import RulesetVersionViewState
    from .ruleset_view import RulesetView
    from .run_rule_test_cases import RunRuleTestCases
    from .second_factor_setup import SecondFactorSetup
    from .segment_answer import SegmentAnswer
    from .segment_decision import SegmentDecision
    from .segment_distance import SegmentDistance
    from .segment_trait import SegmentTrait
    from .server_live import ServerLive
    from .server_metadata import ServerMetadata
    from .server_ready import ServerReady
    from .session_list import SessionList
    from .session_view import SessionView
    from .set_alert_rules import SetAlertRules
    from .set_approval_policy import SetApprovalPolicy
    from .set_retention import SetRetention
    from .settle_statement import SettleStatement
    from .settle_statement_reason import SettleStatementReason
    from .settle_vendor_payment import SettleVendorPayment
    from .several_question import SeveralQuestion
    from .several_question_include_item import SeveralQuestionIncludeItem
    from .several_question_language_type_0 import SeveralQuestionLanguageType0
    from .share import Share
    from .shipped_text_list import ShippedTextList
    from .shipped_text_view import ShippedTextView
    from .shipped_text_view_channel import ShippedTextViewChannel
    from .side import Side
    from .side_money import SideMoney
    from .sign_in import SignIn
    from .signed_checkpoint import SignedCheckpoint
    from .sla_minutes import SlaMinutes
    from .spend_forecast_answer import SpendForecastAnswer
    from .spend_forecast_decision import SpendForecastDecision
    from .stage_hours import StageHours
    from .start_ruleset_shadow import StartRulesetShadow
    from .start_workflow import StartWorkflow
    from .start_workflow_trial import StartWorkflowTrial
    from .start_workflow_trial_success_item import StartWorkflowTrialSuccessItem
    from .statement import Statement
    from .statement_line import StatementLine
    from .statement_line_direction_type_0 import StatementLineDirectionType0
    from .statement_question import StatementQuestion
    from .statement_question_include_item import StatementQuestionIncludeItem
    from .statement_question_language_type_0 import StatementQuestionLanguageType0
    from .suppression_page import SuppressionPage
    from .suppression_view import SuppressionView
    from .take_next import TakeNext
    from .taken_case import TakenCase
    from .tenant_limits_view import TenantLimitsView
    from .tenant_view import TenantView
    from .tenant_view_status import TenantViewStatus
    from .tensor_info import TensorInfo
    from .threshold_change_view import ThresholdChangeView
    from .ticket import Ticket
    from .ticket_cause import TicketCause
    from .ticket_channel import TicketChannel
    from .ticket_question import TicketQuestion
    from .ticket_question_include_item import TicketQuestionIncludeItem
    from .ticket_question_language_type_0 import TicketQuestionLanguageType0
    from .ticket_triage_answer import TicketTriageAnswer
    from .ticket_triage_decision import TicketTriageDecision
    from .token_answer import TokenAnswer
    from .token_form import TokenForm
    from .training_job_page import TrainingJobPage
    from .training_job_view import TrainingJobView
    from .training_job_view_end_in import TrainingJobViewEndIn
    from .training_job_view_source import TrainingJobViewSource
    from .training_job_view_state import TrainingJobViewState
    from .training_job_view_task_type_0 import TrainingJobViewTaskType0
    from .training_job_view_trigger import TrainingJobViewTrigger
    from .training_request import TrainingRequest
    from .training_request_end_in import TrainingRequestEndIn
    from .training_request_source import TrainingRequestSource
    from .training_request_task_type_0 import TrainingRequestTaskType0
    from .transaction import Transaction
    from .transaction_anomaly_answer import TransactionAnomalyAnswer
    from .transaction_anomaly_decision import TransactionAnomalyDecision
    from .transaction_batch import TransactionBatch
    from .transaction_channel_type_0 import TransactionChannelType0
    from .transaction_direction import TransactionDirection
    from .transaction_method import TransactionMethod
    from .transaction_page import TransactionPage
    from .transaction_question import TransactionQuestion
    from .transaction_question_include_item import TransactionQuestionIncludeItem
    from .transaction_question_language_type_0 import TransactionQuestionLanguageType0
    from .transaction_result import TransactionResult
    from .transaction_result_status import TransactionResultStatus
    from .transaction_results import TransactionResults
    from .transaction_view import TransactionView
    from .transaction_view_predicted_source_type_0 import TransactionViewPredictedSourceType0
    from .trial_money import TrialMoney
    from .trial_money_costs import TrialMoneyCosts
    from .trial_result import TrialResult
    from .trial_view import TrialView
    from .update_member import UpdateMember
    from .update_tenant import UpdateTenant
    from .update_webhook_endpoint import UpdateWebhookEndpoint
    from .upload_own_model import UploadOwnModel
    from .upload_version import UploadVersion
    from .upload_version_runtime import UploadVersionRuntime
    from .usage_day_view import UsageDayView
    from .usage_view import UsageView
    from .use_case_page import UseCasePage
    from .use_case_view import UseCaseView
    from .use_case_view_input import UseCaseViewInput
    from .used_model import UsedModel
    from .used_model_role import UsedModelRole
    from .used_rules import UsedRules
    from .v2_error import V2Error
    from .vendor_payment_page import VendorPaymentPage
    from .vendor_payment_release_proof_view import VendorPaymentReleaseProofView
    from .vendor_payment_release_proof_view_state import VendorPaymentReleaseProofViewState
    from .vendor_payment_view import VendorPaymentView
    from .vendor_payment_view_state import VendorPaymentViewState
    from .version_metrics_view import VersionMetricsView
    from .version_page import VersionPage
    from .version_view import VersionView
    from .version_view_runtime import VersionViewRuntime
    from .version_view_stage import VersionViewStage
    from .version_view_task import VersionViewTask
    from .waiting_view import WaitingView
    from .waiting_view_basis_type_0 import WaitingViewBasisType0
    from .waiting_view_stage import WaitingViewStage
    from .webhook_delivery_page import WebhookDeliveryPage
    from .webhook_delivery_view import WebhookDeliveryView
    from .webhook_delivery_view_state import WebhookDeliveryViewState
    from .webhook_endpoint_page import WebhookEndpointPage
    from .webhook_endpoint_view import WebhookEndpointView
    from .webhook_endpoint_view_disabled_reason_type_0 import WebhookEndpointViewDisabledReasonType0
    from .webhook_endpoint_view_status import WebhookEndpointViewStatus
    from .window_view import WindowView
    from .workflow_activation_page import WorkflowActivationPage
    from .workflow_activation_view import WorkflowActivationView
    from .workflow_change_list import WorkflowChangeList
    from .workflow_change_view import WorkflowChangeView
    from .workflow_check_view import WorkflowCheckView
    from .workflow_instance_page import WorkflowInstancePage
    from .workflow_instance_view import WorkflowInstanceView
    from .workflow_instance_view_status import WorkflowInstanceViewStatus
    from .workflow_page import WorkflowPage
    from .workflow_step_page import WorkflowStepPage
    from .workflow_step_view import WorkflowStepView
    from .workflow_template_list import WorkflowTemplateList
    from .workflow_template_view import WorkflowTemplateView
    from .workflow_trial_arm import WorkflowTrialArm
    from .workflow_trial_comparison import WorkflowTrialComparison
    from .workflow_trial_comparison_verdict import WorkflowTrialComparisonVerdict
    from .workflow_trial_page import WorkflowTrialPage
    from .workflow_trial_view import WorkflowTrialView
    from .workflow_trial_view_ended_as_type_0 import WorkflowTrialViewEndedAsType0
    from .workflow_trial_view_status import WorkflowTrialViewStatus
    from .workflow_trial_view_success_item import WorkflowTrialViewSuccessItem
    from .workflow_version_page import WorkflowVersionPage
    from .workflow_version_summary import WorkflowVersionSummary
    from .workflow_version_view import WorkflowVersionView
    from .workflow_view import WorkflowView

_PLACES = {
    "AcceptInvitation": ".accept_invitation",
    "AccessGrantPage": ".access_grant_page",
    "AccessGrantView": ".access_grant_view",
    "AccessGrantViewStanding": ".access_grant_view_standing",
    "ActionableColumn": ".actionable_column",
    "ActionableColumnDirection": ".actionable_column_direction",
    "ActionableFeature": ".actionable_feature",
    "ActionableFeatureDirection": ".actionable_feature_direction",
    "ActivateRelease": ".activate_release",
    "ActivateRoutingPolicy": ".activate_routing_policy",
    "ActivateRoutingPolicyRole": ".activate_routing_policy_role",
    "ActivateRuleset": ".activate_ruleset",
    "ActivateWorkflow": ".activate_workflow",
    "ActivateWorkflowTemplate": ".activate_workflow_template",
    "AddListEntries": ".add_list_entries",
    "AddRuleTestCase": ".add_rule_test_case",
    "AgreementBonus": ".agreement_bonus",
    "AgreementDeduction": ".agreement_deduction",
    "AgreementTax": ".agreement_tax",
    "AgreementTaxKind": ".agreement_tax_kind",
    "AlertPage": ".alert_page",
    "AlertRule": ".alert_rule",
    "AlertRulePriority": ".alert_rule_priority",
    "AlertRuleSeverityType0": ".alert_rule_severity_type_0",
    "AlertRulesView": ".alert_rules_view",
    "AlertView": ".alert_view",
    "AlertViewSeverity": ".alert_view_severity",
    "AlertViewState": ".alert_view_state",
    "AnchorPage": ".anchor_page",
    "AnswerView": ".answer_view",
    "AnswerWorkflowTask": ".answer_workflow_task",
    "ApiKeyPage": ".api_key_page",
    "ApiKeyView": ".api_key_view",
    "ApiKeyViewStatus": ".api_key_view_status",
    "ApprovalPolicyView": ".approval_policy_view",
    "ApproveCase": ".approve_case",
    "ApproveRelease": ".approve_release",
    "ApproveRulesetVersion": ".approve_ruleset_version",
    "ArmMoney": ".arm_money",
    "ArmView": ".arm_view",
    "Attempt": ".attempt",
    "AttemptBatch": ".attempt_batch",
    "AttemptFact": ".attempt_fact",
    "AttemptFactCauseType0": ".attempt_fact_cause_type_0",
    "AttemptFactMethod": ".attempt_fact_method",
    "AttemptFactResult": ".attempt_fact_result",
    "AttemptPage": ".attempt_page",
    "AttemptResult": ".attempt_result",
    "AttemptResultStatus": ".attempt_result_status",
    "AttemptResults": ".attempt_results",
    "AttemptView": ".attempt_view",
    "AttemptViewMethod": ".attempt_view_method",
    "AttemptViewResult": ".attempt_view_result",
    "BacktestComparison": ".backtest_comparison",
    "BacktestComparisonAgainst": ".backtest_comparison_against",
    "BacktestPage": ".backtest_page",
    "BacktestReport": ".backtest_report",
    "BacktestResult": ".backtest_result",
    "BacktestResultState": ".backtest_result_state",
    "BacktestView": ".backtest_view",
    "BacktestViewState": ".backtest_view_state",
    "BatchFailure": ".batch_failure",
    "BatchPage": ".batch_page",
    "BatchView": ".batch_view",
    "BatchViewEngine": ".batch_view_engine",
    "BatchViewFormat": ".batch_view_format",
    "BatchViewPhase": ".batch_view_phase",
    "BatchViewState": ".batch_view_state",
    "BatchViewWork": ".batch_view_work",
    "BeginSecondFactor": ".begin_second_factor",
    "BinaryData": ".binary_data",
    "Breach": ".breach",
    "BundlePage": ".bundle_page",
    "CasePage": ".case_page",
    "CaseQueueList": ".case_queue_list",
    "CaseQueueView": ".case_queue_view",
    "CaseResult": ".case_result",
    "CaseStepPage": ".case_step_page",
    "CaseStepView": ".case_step_view",
    "CaseView": ".case_view",
    "CaseViewPriority": ".case_view_priority",
    "CaseViewState": ".case_view_state",
    "CategorizeAnswer": ".categorize_answer",
    "CategorizeDecision": ".categorize_decision",
    "CategorizedLine": ".categorized_line",
    "CategorizedLineSource": ".categorized_line_source",
    "CategorySpend": ".category_spend",
    "CauseBucket": ".cause_bucket",
    "CauseMoney": ".cause_money",
    "ChangePassword": ".change_password",
    "ChangeView": ".change_view",
    "ChangedDecision": ".changed_decision",
    "CheckRuleset": ".check_ruleset",
    "CheckWorkflow": ".check_workflow",
    "CheckpointPage": ".checkpoint_page",
    "ChurnScoreDecision": ".churn_score_decision",
    "ClassMetricsView": ".class_metrics_view",
    "ClassShare": ".class_share",
    "CloseEnvironment": ".close_environment",
    "Closing": ".closing",
    "CodeCount": ".code_count",
    "CodeCountCause": ".code_count_cause",
    "ColumnView": ".column_view",
    "ColumnViewKind": ".column_view_kind",
    "Columns": ".columns",
    "CommissionAgreement": ".commission_agreement",
    "CommissionAgreementPage": ".commission_agreement_page",
    "CommissionAgreementRounding": ".commission_agreement_rounding",
    "CommissionAgreementSlabs": ".commission_agreement_slabs",
    "CommissionAgreementView": ".commission_agreement_view",
    "CommissionCheckAnswer": ".commission_check_answer",
    "CommissionCheckDecision": ".commission_check_decision",
    "CommissionDifference": ".commission_difference",
    "CommissionDifferenceVerdict": ".commission_difference_verdict",
    "CommissionLine": ".commission_line",
    "CommissionLineKind": ".commission_line_kind",
    "CommissionPeriod": ".commission_period",
    "CommissionProduct": ".commission_product",
    "CommissionQuestion": ".commission_question",
    "CommissionQuestionIncludeItem": ".commission_question_include_item",
    "CommissionQuestionLanguageType0": ".commission_question_language_type_0",
    "CommissionReckoning": ".commission_reckoning",
    "CommissionReckoningPaidBasisType0": ".commission_reckoning_paid_basis_type_0",
    "CommissionRule": ".commission_rule",
    "CommissionSale": ".commission_sale",
    "CommissionStatement": ".commission_statement",
    "CommissionStatementPage": ".commission_statement_page",
    "CommissionStatementStep": ".commission_statement_step",
    "CommissionStatementStepStatus": ".commission_statement_step_status",
    "CommissionStatementSummary": ".commission_statement_summary",
    "CommissionStatementSummaryStatus": ".commission_statement_summary_status",
    "CommissionStatementView": ".commission_statement_view",
    "CommissionStatementViewStatus": ".commission_statement_view_status",
    "ComparisonView": ".comparison_view",
    "ComparisonViewRole": ".comparison_view_role",
    "ComputedCommission": ".computed_commission",
    "Condition": ".condition",
    "Confidence": ".confidence",
    "ConfidenceView": ".confidence_view",
    "ConnectorPage": ".connector_page",
    "ConnectorPresetList": ".connector_preset_list",
    "ConnectorPresetView": ".connector_preset_view",
    "ConnectorPresetViewAuth": ".connector_preset_view_auth",
    "ConnectorPresetViewMessagesItem": ".connector_preset_view_messages_item",
    "ConnectorPresetViewWebhookSchemeType0": ".connector_preset_view_webhook_scheme_type_0",
    "ConnectorView": ".connector_view",
    "ConnectorViewAuth": ".connector_view_auth",
    "ConnectorViewMethodsItem": ".connector_view_methods_item",
    "ConnectorViewWebhookSchemeType0": ".connector_view_webhook_scheme_type_0",
    "ConsistencyProof": ".consistency_proof",
    "CounterfactualView": ".counterfactual_view",
    "CreateApiKey": ".create_api_key",
    "CreateBacktest": ".create_backtest",
    "CreateBatchEngine": ".create_batch_engine",
    "CreateBatchFormat": ".create_batch_format",
    "CreateBatchSeparator": ".create_batch_separator",
    "CreateBatchWork": ".create_batch_work",
    "CreateConnector": ".create_connector",
    "CreateConnectorAuthType0": ".create_connector_auth_type_0",
    "CreateConnectorMethodsType0Item": ".create_connector_methods_type_0_item",
    "CreateConnectorWebhookSchemeType0": ".create_connector_webhook_scheme_type_0",
    "CreateImportOnRefused": ".create_import_on_refused",
    "CreateList": ".create_list",
    "CreateListKind": ".create_list_kind",
    "CreateOAuthClient": ".create_o_auth_client",
    "CreateRelease": ".create_release",
    "CreateRoutingPolicy": ".create_routing_policy",
    "CreateSuppression": ".create_suppression",
    "CreateSuppressionKindType0": ".create_suppression_kind_type_0",
    "CreateSuppressionKindType1": ".create_suppression_kind_type_1",
    "CreateTenant": ".create_tenant",
    "CreateWebhookEndpoint": ".create_webhook_endpoint",
    "CreditAnswer": ".credit_answer",
    "CreditScoreDecision": ".credit_score_decision",
    "CustomerFeaturesView": ".customer_features_view",
    "CustomerHistory": ".customer_history",
    "CustomerQuestion": ".customer_question",
    "CustomerQuestionIncludeItem": ".customer_question_include_item",
    "CustomerQuestionLanguageType0": ".customer_question_language_type_0",
    "CustomerStateView": ".customer_state_view",
    "CustomerStateViewLastDirectionType0": ".customer_state_view_last_direction_type_0",
    "DecisionExplanationView": ".decision_explanation_view",
    "DecisionExplanationViewMethodType0": ".decision_explanation_view_method_type_0",
    "DecisionExplanationViewStatus": ".decision_explanation_view_status",
    "DecisionLine": ".decision_line",
    "DecisionList": ".decision_list",
    "DecisionPage": ".decision_page",
    "DecisionView": ".decision_view",
    "DeclarationView": ".declaration_view",
    "DeployVersion": ".deploy_version",
    "DeployVersionRole": ".deploy_version_role",
    "DeploymentPage": ".deployment_page",
    "DeploymentView": ".deployment_view",
    "DeploymentViewEndedReasonType0": ".deployment_view_ended_reason_type_0",
    "DeploymentViewOrigin": ".deployment_view_origin",
    "DeploymentViewRole": ".deployment_view_role",
    "Difference": ".difference",
    "DifferenceVerdict": ".difference_verdict",
    "DisclosureView": ".disclosure_view",
    "DisputeStatement": ".dispute_statement",
    "DisputeStatementReason": ".dispute_statement_reason",
    "DoneStageView": ".done_stage_view",
    "DoneStageViewStage": ".done_stage_view_stage",
    "Doubt": ".doubt",
    "DriftReportPage": ".drift_report_page",
    "DriftReportView": ".drift_report_view",
    "DriftReportViewVerdict": ".drift_report_view_verdict",
    "DueLine": ".due_line",
    "DueLineKind": ".due_line_kind",
    "Effect": ".effect",
    "EndWorkflowTrial": ".end_workflow_trial",
    "EndWorkflowTrialEnding": ".end_workflow_trial_ending",
    "EntryBody": ".entry_body",
    "EntryProof": ".entry_proof",
    "EntryProofState": ".entry_proof_state",
    "Environment": ".environment",
    "EnvironmentMode": ".environment_mode",
    "EnvironmentStanding": ".environment_standing",
    "Epoch": ".epoch",
    "EpochAnchor": ".epoch_anchor",
    "EpochAnchorState": ".epoch_anchor_state",
    "EpochPage": ".epoch_page",
    "EpochProof": ".epoch_proof",
    "EraseResult": ".erase_result",
    "EraseResultStanding": ".erase_result_standing",
    "ErasurePage": ".erasure_page",
    "ErasureView": ".erasure_view",
    "EventKindList": ".event_kind_list",
    "EventKindView": ".event_kind_view",
    "EvidencePayment": ".evidence_payment",
    "ExpectedCash": ".expected_cash",
    "Explanation": ".explanation",
    "ExportRulesetForm": ".export_ruleset_form",
    "Failure": ".failure",
    "FailureCodeList": ".failure_code_list",
    "FailureKind": ".failure_kind",
    "FailureKindCause": ".failure_kind_cause",
    "FailurePattern": ".failure_pattern",
    "FailurePatternReport": ".failure_pattern_report",
    "FailurePatternReportCounted": ".failure_pattern_report_counted",
    "FeatureDetail": ".feature_detail",
    "FeaturePage": ".feature_page",
    "FeatureView": ".feature_view",
    "Feedback": ".feedback",
    "FeedbackBatch": ".feedback_batch",
    "FeedbackPage": ".feedback_page",
    "FeedbackResult": ".feedback_result",
    "FeedbackResultStatus": ".feedback_result_status",
    "FeedbackResults": ".feedback_results",
    "FeedbackSource": ".feedback_source",
    "FeedbackView": ".feedback_view",
    "FeedbackViewSource": ".feedback_view_source",
    "FieldError": ".field_error",
    "Figure": ".figure",
    "FindCounterfactual": ".find_counterfactual",
    "FindListEntry": ".find_list_entry",
    "FindingView": ".finding_view",
    "FindingViewStanding": ".finding_view_standing",
    "GatewayAttempt": ".gateway_attempt",
    "GatewayAttemptMethod": ".gateway_attempt_method",
    "GatewayCandidate": ".gateway_candidate",
    "GatewayChoice": ".gateway_choice",
    "GatewayChoiceView": ".gateway_choice_view",
    "GatewayEvent": ".gateway_event",
    "GatewayOption": ".gateway_option",
    "GatewayRouteAnswer": ".gateway_route_answer",
    "GatewayRouteDecision": ".gateway_route_decision",
    "GetBatchResultsFormat": ".get_batch_results_format",
    "GetFailurePatternsCounted": ".get_failure_patterns_counted",
    "GetLiveMetricsRole": ".get_live_metrics_role",
    "GetRootCauseLanguage": ".get_root_cause_language",
    "GrantAccess": ".grant_access",
    "GroupEffect": ".group_effect",
    "GroupEffectBy": ".group_effect_by",
    "Guarded": ".guarded",
    "GuardedName": ".guarded_name",
    "Guardrails": ".guardrails",
    "HealthStatus": ".health_status",
    "HistoryQuestion": ".history_question",
    "HistoryQuestionIncludeItem": ".history_question_include_item",
    "HistoryQuestionLanguageType0": ".history_question_language_type_0",
    "ImportFailure": ".import_failure",
    "ImportMappingPage": ".import_mapping_page",
    "ImportMappingProposal": ".import_mapping_proposal",
    "ImportMappingView": ".import_mapping_view",
    "ImportPage": ".import_page",
    "ImportPreview": ".import_preview",
    "ImportView": ".import_view",
    "ImportViewEncodingType0": ".import_view_encoding_type_0",
    "ImportViewOnRefused": ".import_view_on_refused",
    "ImportViewOrderType0": ".import_view_order_type_0",
    "ImportViewPhase": ".import_view_phase",
    "ImportViewSeparatorType0": ".import_view_separator_type_0",
    "ImportViewState": ".import_view_state",
    "IncidentView": ".incident_view",
    "InferInput": ".infer_input",
    "InferInputDatatype": ".infer_input_datatype",
    "InferOutput": ".infer_output",
    "InferRequest": ".infer_request",
    "InferRequestedOutput": ".infer_requested_output",
    "InferResponse": ".infer_response",
    "InferenceServer": ".inference_server",
    "InstallRulePack": ".install_rule_pack",
    "Introspection": ".introspection",
    "InvitationPage": ".invitation_page",
    "InvitationView": ".invitation_view",
    "InviteMember": ".invite_member",
    "Invoice": ".invoice",
    "InvoiceQuestion": ".invoice_question",
    "InvoiceQuestionIncludeItem": ".invoice_question_include_item",
    "InvoiceQuestionLanguageType0": ".invoice_question_language_type_0",
    "JsonWebKeySet": ".json_web_key_set",
    "LabelView": ".label_view",
    "LeadScoreAnswer": ".lead_score_answer",
    "LeadScoreDecision": ".lead_score_decision",
    "LedgerBundle": ".ledger_bundle",
    "LedgerEntry": ".ledger_entry",
    "LedgerEntryPage": ".ledger_entry_page",
    "LedgerEntryState": ".ledger_entry_state",
    "LedgerKey": ".ledger_key",
    "LedgerKeyKind": ".ledger_key_kind",
    "LedgerKeyState": ".ledger_key_state",
    "LedgerKeyUse": ".ledger_key_use",
    "LedgerKeys": ".ledger_keys",
    "LifeEvent": ".life_event",
    "LifeEventsAnswer": ".life_events_answer",
    "LifeEventsDecision": ".life_events_decision",
    "LineageView": ".lineage_view",
    "LinkedCauseView": ".linked_cause_view",
    "LinkedCauseViewBond": ".linked_cause_view_bond",
    "LinkedCauseViewKind": ".linked_cause_view_kind",
    "ListAlertsSeverityMin": ".list_alerts_severity_min",
    "ListAlertsState": ".list_alerts_state",
    "ListCasesState": ".list_cases_state",
    "ListChangeView": ".list_change_view",
    "ListCommissionStatementsStatus": ".list_commission_statements_status",
    "ListDeploymentsRole": ".list_deployments_role",
    "ListEntryPage": ".list_entry_page",
    "ListEntryView": ".list_entry_view",
    "ListGatewayAttemptsResult": ".list_gateway_attempts_result",
    "ListMessageTemplatesChannel": ".list_message_templates_channel",
    "ListPayoutAnomaliesKind": ".list_payout_anomalies_kind",
    "ListPayoutsStage": ".list_payouts_stage",
    "ListRootCausesKind": ".list_root_causes_kind",
    "ListRootCausesLanguage": ".list_root_causes_language",
    "ListRootCausesOrder": ".list_root_causes_order",
    "ListRoutingPoliciesStatus": ".list_routing_policies_status",
    "ListWebhookDeliveriesState": ".list_webhook_deliveries_state",
    "ListWorkflowInstancesStatus": ".list_workflow_instances_status",
    "ListWorkflowTrialsStatus": ".list_workflow_trials_status",
    "LiveMetricsView": ".live_metrics_view",
    "LoggedRequestPage": ".logged_request_page",
    "LoggedRequestView": ".logged_request_view",
    "LoggedRequestViewFace": ".logged_request_view_face",
    "LoginBatch": ".login_batch",
    "LoginEvent": ".login_event",
    "LoginEventChannelType0": ".login_event_channel_type_0",
    "LoginResult": ".login_result",
    "LoginResultStatus": ".login_result_status",
    "LoginResults": ".login_results",
    "MappingDefinition": ".mapping_definition",
    "MappingDefinitionBalances": ".mapping_definition_balances",
    "MappingDefinitionDecimal": ".mapping_definition_decimal",
    "MappingDefinitionEncodingType0": ".mapping_definition_encoding_type_0",
    "MappingDefinitionForm": ".mapping_definition_form",
    "MappingDefinitionMethodType0": ".mapping_definition_method_type_0",
    "MappingDefinitionPositive": ".mapping_definition_positive",
    "MappingDefinitionSeparatorType0": ".mapping_definition_separator_type_0",
    "MatrixCell": ".matrix_cell",
    "MatrixMoney": ".matrix_money",
    "MemberPage": ".member_page",
    "MemberView": ".member_view",
    "MessageTemplatePage": ".message_template_page",
    "MessageTemplateView": ".message_template_view",
    "MessageTemplateViewChannel": ".message_template_view_channel",
    "ModelGraphView": ".model_graph_view",
    "ModelMetadata": ".model_metadata",
    "ModelReady": ".model_ready",
    "Money": ".money",
    "MoneyFigure": ".money_figure",
    "MonthForecast": ".month_forecast",
    "MonthSpend": ".month_spend",
    "MoveCase": ".move_case",
    "MoveCasePriorityType0": ".move_case_priority_type_0",
    "Movement": ".movement",
    "MovementVerdict": ".movement_verdict",
    "NetDifference": ".net_difference",
    "NetDifferenceVerdict": ".net_difference_verdict",
    "NewApiKeyView": ".new_api_key_view",
    "NewCommissionStatement": ".new_commission_statement",
    "NewFeature": ".new_feature",
    "NewFeatureType": ".new_feature_type",
    "NewFeatureUnit": ".new_feature_unit",
    "NewOAuthClientView": ".new_o_auth_client_view",
    "NewPayout": ".new_payout",
    "NewPayoutDocumentsMissingItem": ".new_payout_documents_missing_item",
    "NewPayoutMethod": ".new_payout_method",
    "NewSessionView": ".new_session_view",
    "NewWebhookEndpointView": ".new_webhook_endpoint_view",
    "NotHeld": ".not_held",
    "NumberMetricsView": ".number_metrics_view",
    "OAuthClientPage": ".o_auth_client_page",
    "OAuthClientView": ".o_auth_client_view",
    "OAuthClientViewAuthMethod": ".o_auth_client_view_auth_method",
    "OAuthErrorView": ".o_auth_error_view",
    "OfflineEstimate": ".offline_estimate",
    "OfflineFigure": ".offline_figure",
    "OfflineMoney": ".offline_money",
    "OfflineMoneyCosts": ".offline_money_costs",
    "OpenCase": ".open_case",
    "OpenCasePriority": ".open_case_priority",
    "OpenInvoice": ".open_invoice",
    "OwnModelView": ".own_model_view",
    "ParameterView": ".parameter_view",
    "PastInvoice": ".past_invoice",
    "PastPayout": ".past_payout",
    "PastPayoutMethod": ".past_payout_method",
    "PaymentDelayAnswer": ".payment_delay_answer",
    "PaymentDelayDecision": ".payment_delay_decision",
    "PaymentPortfolio": ".payment_portfolio",
    "PaymentTimingAnswer": ".payment_timing_answer",
    "PaymentTimingDecision": ".payment_timing_decision",
    "PaymentToSend": ".payment_to_send",
    "PaymentToSendMethod": ".payment_to_send_method",
    "Payout": ".payout",
    "PayoutAnomalyDetail": ".payout_anomaly_detail",
    "PayoutAnomalyDetailBasisType0": ".payout_anomaly_detail_basis_type_0",
    "PayoutAnomalyPage": ".payout_anomaly_page",
    "PayoutAnomalyView": ".payout_anomaly_view",
    "PayoutAnomalyViewKind": ".payout_anomaly_view_kind",
    "PayoutAnomalyViewStage": ".payout_anomaly_view_stage",
    "PayoutBatch": ".payout_batch",
    "PayoutDelayAnswer": ".payout_delay_answer",
    "PayoutDelayDecision": ".payout_delay_decision",
    "PayoutDocuments": ".payout_documents",
    "PayoutDocumentsDocumentsMissingItem": ".payout_documents_documents_missing_item",
    "PayoutEvent": ".payout_event",
    "PayoutEventBatch": ".payout_event_batch",
    "PayoutEventResult": ".payout_event_result",
    "PayoutEventResultStageType0": ".payout_event_result_stage_type_0",
    "PayoutEventResultStatus": ".payout_event_result_status",
    "PayoutEventResults": ".payout_event_results",
    "PayoutEventSource": ".payout_event_source",
    "PayoutEventStage": ".payout_event_stage",
    "PayoutEventView": ".payout_event_view",
    "PayoutEventViewStanding": ".payout_event_view_standing",
    "PayoutMethod": ".payout_method",
    "PayoutPage": ".payout_page",
    "PayoutQuestion": ".payout_question",
    "PayoutQuestionIncludeItem": ".payout_question_include_item",
    "PayoutQuestionLanguageType0": ".payout_question_language_type_0",
    "PayoutResult": ".payout_result",
    "PayoutResultStatus": ".payout_result_status",
    "PayoutResults": ".payout_results",
    "PayoutStatusView": ".payout_status_view",
    "PayoutStatusViewCreditBasisType0": ".payout_status_view_credit_basis_type_0",
    "PayoutStatusViewDocumentsMissingItem": ".payout_status_view_documents_missing_item",
    "PayoutStatusViewStage": ".payout_status_view_stage",
    "PayoutSummary": ".payout_summary",
    "PayoutSummaryDocumentsMissingItem": ".payout_summary_documents_missing_item",
    "PayoutSummaryStage": ".payout_summary_stage",
    "PayoutView": ".payout_view",
    "PayoutViewDocumentsMissingItem": ".payout_view_documents_missing_item",
    "PayoutViewStage": ".payout_view_stage",
    "Permission": ".permission",
    "PlanName": ".plan_name",
    "PlanRequest": ".plan_request",
    "PlanRequestSource": ".plan_request_source",
    "PlanRequestTaskType0": ".plan_request_task_type_0",
    "PlannedPayment": ".planned_payment",
    "PolicyGateway": ".policy_gateway",
    "PolicyRule": ".policy_rule",
    "PolicyRuleMethodsItem": ".policy_rule_methods_item",
    "PolicySpec": ".policy_spec",
    "PolicySpecKind": ".policy_spec_kind",
    "PortfolioQuestion": ".portfolio_question",
    "PortfolioQuestionIncludeItem": ".portfolio_question_include_item",
    "PortfolioQuestionLanguageType0": ".portfolio_question_language_type_0",
    "PresentCode": ".present_code",
    "PresentedTokenForm": ".presented_token_form",
    "PreviewBody": ".preview_body",
    "PreviewBodyChannel": ".preview_body_channel",
    "PreviewRow": ".preview_row",
    "PreviewRowDirection": ".preview_row_direction",
    "PreviewRowMethod": ".preview_row_method",
    "PreviewView": ".preview_view",
    "PreviewViewEncodingType0": ".preview_view_encoding_type_0",
    "PreviewViewSource": ".preview_view_source",
    "PrincipalView": ".principal_view",
    "PrincipalViewKind": ".principal_view_kind",
    "PrincipalViewMode": ".principal_view_mode",
    "ProbabilityAnswer": ".probability_answer",
    "Problem": ".problem",
    "ProductLead": ".product_lead",
    "Progress": ".progress",
    "PromoteRelease": ".promote_release",
    "ProposeVendorPayment": ".propose_vendor_payment",
    "ProviderTemplate": ".provider_template",
    "PublicJwk": ".public_jwk",
    "PublicJwkAlgType0": ".public_jwk_alg_type_0",
    "PublicJwkCrvType0": ".public_jwk_crv_type_0",
    "PublicJwkKeyOpsType0Item": ".public_jwk_key_ops_type_0_item",
    "PublicJwkKty": ".public_jwk_kty",
    "PublicJwkUseType0": ".public_jwk_use_type_0",
    "PushRuleset": ".push_ruleset",
    "PushWorkflow": ".push_workflow",
    "PutMessageTemplate": ".put_message_template",
    "PutMessageTemplateChannel": ".put_message_template_channel",
    "PutRuleTestCases": ".put_rule_test_cases",
    "QueueSettings": ".queue_settings",
    "RaiseAlert": ".raise_alert",
    "RaiseAlertSeverity": ".raise_alert_severity",
    "RateChange": ".rate_change",
    "ReachedStage": ".reached_stage",
    "ReachedStageStage": ".reached_stage_stage",
    "ReadRuleFile": ".read_rule_file",
    "ReadyStatus": ".ready_status",
    "Reason": ".reason",
    "ReasonDirection": ".reason_direction",
    "Receipt": ".receipt",
    "Received": ".received",
    "RecoveryCodes": ".recovery_codes",
    "RefuseRelease": ".refuse_release",
    "RefuseRulesetVersion": ".refuse_ruleset_version",
    "ReleaseApprovalView": ".release_approval_view",
    "ReleaseApprovalViewVerdict": ".release_approval_view_verdict",
    "ReleaseArguments": ".release_arguments",
    "ReleaseDiffView": ".release_diff_view",
    "ReleaseMetricView": ".release_metric_view",
    "ReleasePage": ".release_page",
    "ReleaseShadowView": ".release_shadow_view",
    "ReleaseSideView": ".release_side_view",
    "ReleaseSwitchPage": ".release_switch_page",
    "ReleaseSwitchView": ".release_switch_view",
    "ReleaseSwitchViewKind": ".release_switch_view_kind",
    "ReleaseView": ".release_view",
    "ReleaseViewState": ".release_view_state",
    "ReliabilityBin": ".reliability_bin",
    "RemoveListEntries": ".remove_list_entries",
    "ReplayView": ".replay_view",
    "ReplayViewVerdict": ".replay_view_verdict",
    "ReplayWebhooks": ".replay_webhooks",
    "Replayed": ".replayed",
    "Retention": ".retention",
    "RetrainingPlanView": ".retraining_plan_view",
    "RetrainingPlanViewSource": ".retraining_plan_view_source",
    "RetrainingPlanViewTaskType0": ".retraining_plan_view_task_type_0",
    "RetrainingPlans": ".retraining_plans",
    "RevokeTokenResponse200": ".revoke_token_response_200",
    "Role": ".role",
    "RollBackRelease": ".roll_back_release",
    "RollBackRuleset": ".roll_back_ruleset",
    "RootCausePage": ".root_cause_page",
    "RootCauseStoryView": ".root_cause_story_view",
    "RootCauseStoryViewKind": ".root_cause_story_view_kind",
    "RootCauseStoryViewTrend": ".root_cause_story_view_trend",
    "RootCauseView": ".root_cause_view",
    "RootCauseViewKind": ".root_cause_view_kind",
    "RootCauseViewTrend": ".root_cause_view_trend",
    "RotateApiKey": ".rotate_api_key",
    "RotateConnector": ".rotate_connector",
    "RotateLedgerKey": ".rotate_ledger_key",
    "RotateLedgerKeyKind": ".rotate_ledger_key_kind",
    "RotateWebhookSecret": ".rotate_webhook_secret",
    "Routing": ".routing",
    "RoutingArmView": ".routing_arm_view",
    "RoutingComparison": ".routing_comparison",
    "RoutingMethod": ".routing_method",
    "RoutingPolicyPage": ".routing_policy_page",
    "RoutingPolicyView": ".routing_policy_view",
    "RoutingPolicyViewStatus": ".routing_policy_view_status",
    "RoutingQuestion": ".routing_question",
    "RoutingQuestionIncludeItem": ".routing_question_include_item",
    "RoutingQuestionLanguageType0": ".routing_question_language_type_0",
    "RowProof": ".row_proof",
    "RuleFact": ".rule_fact",
    "RuleFactList": ".rule_fact_list",
    "RuleFileDraft": ".rule_file_draft",
    "RuleFileView": ".rule_file_view",
    "RuleFinding": ".rule_finding",
    "RuleHit": ".rule_hit",
    "RuleListPage": ".rule_list_page",
    "RuleListView": ".rule_list_view",
    "RulePackLimit": ".rule_pack_limit",
    "RulePackList": ".rule_pack_list",
    "RulePackSource": ".rule_pack_source",
    "RulePackView": ".rule_pack_view",
    "RuleTest": ".rule_test",
    "RuleTestCaseReport": ".rule_test_case_report",
    "RuleTestCaseResult": ".rule_test_case_result",
    "RuleTestCaseSet": ".rule_test_case_set",
    "RuleTestCaseSetPage": ".rule_test_case_set_page",
    "RuleTestCaseSetSummary": ".rule_test_case_set_summary",
    "RulesetActivation": ".ruleset_activation",
    "RulesetActivationKind": ".ruleset_activation_kind",
    "RulesetActivationPage": ".ruleset_activation_page",
    "RulesetApproval": ".ruleset_approval",
    "RulesetApprovalVerdict": ".ruleset_approval_verdict",
    "RulesetDiffView": ".ruleset_diff_view",
    "RulesetDraft": ".ruleset_draft",
    "RulesetEdgeChange": ".ruleset_edge_change",
    "RulesetEdgeChangeWhat": ".ruleset_edge_change_what",
    "RulesetNodeChange": ".ruleset_node_change",
    "RulesetNodeChangeWhat": ".ruleset_node_change_what",
    "RulesetPartChange": ".ruleset_part_change",
    "RulesetPartChangeWhat": ".ruleset_part_change_what",
    "RulesetShadowChange": ".ruleset_shadow_change",
    "RulesetShadowHour": ".ruleset_shadow_hour",
    "RulesetShadowView": ".ruleset_shadow_view",
    "RulesetSide": ".ruleset_side",
    "RulesetVersionPage": ".ruleset_version_page",
    "RulesetVersionSummary": ".ruleset_version_summary",
    "RulesetVersionSummaryState": ".ruleset_version_summary_state",
    "RulesetVersionView": ".ruleset_version_view",
    "RulesetVersionViewState": ".ruleset_version_view_state",
    "RulesetView": ".ruleset_view",
    "RunRuleTestCases": ".run_rule_test_cases",
    "SecondFactorSetup": ".second_factor_setup",
    "SegmentAnswer": ".segment_answer",
    "SegmentDecision": ".segment_decision",
    "SegmentDistance": ".segment_distance",
    "SegmentTrait": ".segment_trait",
    "ServerLive": ".server_live",
    "ServerMetadata": ".server_metadata",
    "ServerReady": ".server_ready",
    "SessionList": ".session_list",
    "SessionView": ".session_view",
    "SetAlertRules": ".set_alert_rules",
    "SetApprovalPolicy": ".set_approval_policy",
    "SetRetention": ".set_retention",
    "SettleStatement": ".settle_statement",
    "SettleStatementReason": ".settle_statement_reason",
    "SettleVendorPayment": ".settle_vendor_payment",
    "SeveralQuestion": ".several_question",
    "SeveralQuestionIncludeItem": ".several_question_include_item",
    "SeveralQuestionLanguageType0": ".several_question_language_type_0",
    "Share": ".share",
    "ShippedTextList": ".shipped_text_list",
    "ShippedTextView": ".shipped_text_view",
    "ShippedTextViewChannel": ".shipped_text_view_channel",
    "Side": ".side",
    "SideMoney": ".side_money",
    "SignIn": ".sign_in",
    "SignedCheckpoint": ".signed_checkpoint",
    "SlaMinutes": ".sla_minutes",
    "SpendForecastAnswer": ".spend_forecast_answer",
    "SpendForecastDecision": ".spend_forecast_decision",
    "StageHours": ".stage_hours",
    "StartRulesetShadow": ".start_ruleset_shadow",
    "StartWorkflow": ".start_workflow",
    "StartWorkflowTrial": ".start_workflow_trial",
    "StartWorkflowTrialSuccessItem": ".start_workflow_trial_success_item",
    "Statement": ".statement",
    "StatementLine": ".statement_line",
    "StatementLineDirectionType0": ".statement_line_direction_type_0",
    "StatementQuestion": ".statement_question",
    "StatementQuestionIncludeItem": ".statement_question_include_item",
    "StatementQuestionLanguageType0": ".statement_question_language_type_0",
    "SuppressionPage": ".suppression_page",
    "SuppressionView": ".suppression_view",
    "TakeNext": ".take_next",
    "TakenCase": ".taken_case",
    "TenantLimitsView": ".tenant_limits_view",
    "TenantView": ".tenant_view",
    "TenantViewStatus": ".tenant_view_status",
    "TensorInfo": ".tensor_info",
    "ThresholdChangeView": ".threshold_change_view",
    "Ticket": ".ticket",
    "TicketCause": ".ticket_cause",
    "TicketChannel": ".ticket_channel",
    "TicketQuestion": ".ticket_question",
    "TicketQuestionIncludeItem": ".ticket_question_include_item",
    "TicketQuestionLanguageType0": ".ticket_question_language_type_0",
    "TicketTriageAnswer": ".ticket_triage_answer",
    "TicketTriageDecision": ".ticket_triage_decision",
    "TokenAnswer": ".token_answer",
    "TokenForm": ".token_form",
    "TrainingJobPage": ".training_job_page",
    "TrainingJobView": ".training_job_view",
    "TrainingJobViewEndIn": ".training_job_view_end_in",
    "TrainingJobViewSource": ".training_job_view_source",
    "TrainingJobViewState": ".training_job_view_state",
    "TrainingJobViewTaskType0": ".training_job_view_task_type_0",
    "TrainingJobViewTrigger": ".training_job_view_trigger",
    "TrainingRequest": ".training_request",
    "TrainingRequestEndIn": ".training_request_end_in",
    "TrainingRequestSource": ".training_request_source",
    "TrainingRequestTaskType0": ".training_request_task_type_0",
    "Transaction": ".transaction",
    "TransactionAnomalyAnswer": ".transaction_anomaly_answer",
    "TransactionAnomalyDecision": ".transaction_anomaly_decision",
    "TransactionBatch": ".transaction_batch",
    "TransactionChannelType0": ".transaction_channel_type_0",
    "TransactionDirection": ".transaction_direction",
    "TransactionMethod": ".transaction_method",
    "TransactionPage": ".transaction_page",
    "TransactionQuestion": ".transaction_question",
    "TransactionQuestionIncludeItem": ".transaction_question_include_item",
    "TransactionQuestionLanguageType0": ".transaction_question_language_type_0",
    "TransactionResult": ".transaction_result",
    "TransactionResultStatus": ".transaction_result_status",
    "TransactionResults": ".transaction_results",
    "TransactionView": ".transaction_view",
    "TransactionViewPredictedSourceType0": ".transaction_view_predicted_source_type_0",
    "TrialMoney": ".trial_money",
    "TrialMoneyCosts": ".trial_money_costs",
    "TrialResult": ".trial_result",
    "TrialView": ".trial_view",
    "UpdateMember": ".update_member",
    "UpdateTenant": ".update_tenant",
    "UpdateWebhookEndpoint": ".update_webhook_endpoint",
    "UploadOwnModel": ".upload_own_model",
    "UploadVersion": ".upload_version",
    "UploadVersionRuntime": ".upload_version_runtime",
    "UsageDayView": ".usage_day_view",
    "UsageView": ".usage_view",
    "UseCasePage": ".use_case_page",
    "UseCaseView": ".use_case_view",
    "UseCaseViewInput": ".use_case_view_input",
    "UsedModel": ".used_model",
    "UsedModelRole": ".used_model_role",
    "UsedRules": ".used_rules",
    "V2Error": ".v2_error",
    "VendorPaymentPage": ".vendor_payment_page",
    "VendorPaymentReleaseProofView": ".vendor_payment_release_proof_view",
    "VendorPaymentReleaseProofViewState": ".vendor_payment_release_proof_view_state",
    "VendorPaymentView": ".vendor_payment_view",
    "VendorPaymentViewState": ".vendor_payment_view_state",
    "VersionMetricsView": ".version_metrics_view",
    "VersionPage": ".version_page",
    "VersionView": ".version_view",
    "VersionViewRuntime": ".version_view_runtime",
    "VersionViewStage": ".version_view_stage",
    "VersionViewTask": ".version_view_task",
    "WaitingView": ".waiting_view",
    "WaitingViewBasisType0": ".waiting_view_basis_type_0",
    "WaitingViewStage": ".waiting_view_stage",
    "WebhookDeliveryPage": ".webhook_delivery_page",
    "WebhookDeliveryView": ".webhook_delivery_view",
    "WebhookDeliveryViewState": ".webhook_delivery_view_state",
    "WebhookEndpointPage": ".webhook_endpoint_page",
    "WebhookEndpointView": ".webhook_endpoint_view",
    "WebhookEndpointViewDisabledReasonType0": ".webhook_endpoint_view_disabled_reason_type_0",
    "WebhookEndpointViewStatus": ".webhook_endpoint_view_status",
    "WindowView": ".window_view",
    "WorkflowActivationPage": ".workflow_activation_page",
    "WorkflowActivationView": ".workflow_activation_view",
    "WorkflowChangeList": ".workflow_change_list",
    "WorkflowChangeView": ".workflow_change_view",
    "WorkflowCheckView": ".workflow_check_view",
    "WorkflowInstancePage": ".workflow_instance_page",
    "WorkflowInstanceView": ".workflow_instance_view",
    "WorkflowInstanceViewStatus": ".workflow_instance_view_status",
    "WorkflowPage": ".workflow_page",
    "WorkflowStepPage": ".workflow_step_page",
    "WorkflowStepView": ".workflow_step_view",
    "WorkflowTemplateList": ".workflow_template_list",
    "WorkflowTemplateView": ".workflow_template_view",
    "WorkflowTrialArm": ".workflow_trial_arm",
    "WorkflowTrialComparison": ".workflow_trial_comparison",
    "WorkflowTrialComparisonVerdict": ".workflow_trial_comparison_verdict",
    "WorkflowTrialPage": ".workflow_trial_page",
    "WorkflowTrialView": ".workflow_trial_view",
    "WorkflowTrialViewEndedAsType0": ".workflow_trial_view_ended_as_type_0",
    "WorkflowTrialViewStatus": ".workflow_trial_view_status",
    "WorkflowTrialViewSuccessItem": ".workflow_trial_view_success_item",
    "WorkflowVersionPage": ".workflow_version_page",
    "WorkflowVersionSummary": ".workflow_version_summary",
    "WorkflowVersionView": ".workflow_version_view",
    "WorkflowView": ".workflow_view",
}
__all__ = (
    "AcceptInvitation",
    "AccessGrantPage",
    "AccessGrantView",
    "AccessGrantViewStanding",
    "ActionableColumn",
    "ActionableColumnDirection",
    "ActionableFeature",
    "ActionableFeatureDirection",
    "ActivateRelease",
    "ActivateRoutingPolicy",
    "ActivateRoutingPolicyRole",
    "ActivateRuleset",
    "ActivateWorkflow",
    "ActivateWorkflowTemplate",
    "AddListEntries",
    "AddRuleTestCase",
    "AgreementBonus",
    "AgreementDeduction",
    "AgreementTax",
    "AgreementTaxKind",
    "AlertPage",
    "AlertRule",
    "AlertRulePriority",
    "AlertRuleSeverityType0",
    "AlertRulesView",
    "AlertView",
    "AlertViewSeverity",
    "AlertViewState",
    "AnchorPage",
    "AnswerView",
    "AnswerWorkflowTask",
    "ApiKeyPage",
    "ApiKeyView",
    "ApiKeyViewStatus",
    "ApprovalPolicyView",
    "ApproveCase",
    "ApproveRelease",
    "ApproveRulesetVersion",
    "ArmMoney",
    "ArmView",
    "Attempt",
    "AttemptBatch",
    "AttemptFact",
    "AttemptFactCauseType0",
    "AttemptFactMethod",
    "AttemptFactResult",
    "AttemptPage",
    "AttemptResult",
    "AttemptResults",
    "AttemptResultStatus",
    "AttemptView",
    "AttemptViewMethod",
    "AttemptViewResult",
    "BacktestComparison",
    "BacktestComparisonAgainst",
    "BacktestPage",
    "BacktestReport",
    "BacktestResult",
    "BacktestResultState",
    "BacktestView",
    "BacktestViewState",
    "BatchFailure",
    "BatchPage",
    "BatchView",
    "BatchViewEngine",
    "BatchViewFormat",
    "BatchViewPhase",
    "BatchViewState",
    "BatchViewWork",
    "BeginSecondFactor",
    "BinaryData",
    "Breach",
    "BundlePage",
    "CasePage",
    "CaseQueueList",
    "CaseQueueView",
    "CaseResult",
    "CaseStepPage",
    "CaseStepView",
    "CaseView",
    "CaseViewPriority",
    "CaseViewState",
    "CategorizeAnswer",
    "CategorizeDecision",
    "CategorizedLine",
    "CategorizedLineSource",
    "CategorySpend",
    "CauseBucket",
    "CauseMoney",
    "ChangedDecision",
    "ChangePassword",
    "ChangeView",
    "CheckpointPage",
    "CheckRuleset",
    "CheckWorkflow",
    "ChurnScoreDecision",
    "ClassMetricsView",
    "ClassShare",
    "CloseEnvironment",
    "Closing",
    "CodeCount",
    "CodeCountCause",
    "Columns",
    "ColumnView",
    "ColumnViewKind",
    "CommissionAgreement",
    "CommissionAgreementPage",
    "CommissionAgreementRounding",
    "CommissionAgreementSlabs",
    "CommissionAgreementView",
    "CommissionCheckAnswer",
    "CommissionCheckDecision",
    "CommissionDifference",
    "CommissionDifferenceVerdict",
    "CommissionLine",
    "CommissionLineKind",
    "CommissionPeriod",
    "CommissionProduct",
    "CommissionQuestion",
    "CommissionQuestionIncludeItem",
    "CommissionQuestionLanguageType0",
    "CommissionReckoning",
    "CommissionReckoningPaidBasisType0",
    "CommissionRule",
    "CommissionSale",
    "CommissionStatement",
    "CommissionStatementPage",
    "CommissionStatementStep",
    "CommissionStatementStepStatus",
    "CommissionStatementSummary",
    "CommissionStatementSummaryStatus",
    "CommissionStatementView",
    "CommissionStatementViewStatus",
    "ComparisonView",
    "ComparisonViewRole",
    "ComputedCommission",
    "Condition",
    "Confidence",
    "ConfidenceView",
    "ConnectorPage",
    "ConnectorPresetList",
    "ConnectorPresetView",
    "ConnectorPresetViewAuth",
    "ConnectorPresetViewMessagesItem",
    "ConnectorPresetViewWebhookSchemeType0",
    "ConnectorView",
    "ConnectorViewAuth",
    "ConnectorViewMethodsItem",
    "ConnectorViewWebhookSchemeType0",
    "ConsistencyProof",
    "CounterfactualView",
    "CreateApiKey",
    "CreateBacktest",
    "CreateBatchEngine",
    "CreateBatchFormat",
    "CreateBatchSeparator",
    "CreateBatchWork",
    "CreateConnector",
    "CreateConnectorAuthType0",
    "CreateConnectorMethodsType0Item",
    "CreateConnectorWebhookSchemeType0",
    "CreateImportOnRefused",
    "CreateList",
    "CreateListKind",
    "CreateOAuthClient",
    "CreateRelease",
    "CreateRoutingPolicy",
    "CreateSuppression",
    "CreateSuppressionKindType0",
    "CreateSuppressionKindType1",
    "CreateTenant",
    "CreateWebhookEndpoint",
    "CreditAnswer",
    "CreditScoreDecision",
    "CustomerFeaturesView",
    "CustomerHistory",
    "CustomerQuestion",
    "CustomerQuestionIncludeItem",
    "CustomerQuestionLanguageType0",
    "CustomerStateView",
    "CustomerStateViewLastDirectionType0",
    "DecisionExplanationView",
    "DecisionExplanationViewMethodType0",
    "DecisionExplanationViewStatus",
    "DecisionLine",
    "DecisionList",
    "DecisionPage",
    "DecisionView",
    "DeclarationView",
    "DeploymentPage",
    "DeploymentView",
    "DeploymentViewEndedReasonType0",
    "DeploymentViewOrigin",
    "DeploymentViewRole",
    "DeployVersion",
    "DeployVersionRole",
    "Difference",
    "DifferenceVerdict",
    "DisclosureView",
    "DisputeStatement",
    "DisputeStatementReason",
    "DoneStageView",
    "DoneStageViewStage",
    "Doubt",
    "DriftReportPage",
    "DriftReportView",
    "DriftReportViewVerdict",
    "DueLine",
    "DueLineKind",
    "Effect",
    "EndWorkflowTrial",
    "EndWorkflowTrialEnding",
    "EntryBody",
    "EntryProof",
    "EntryProofState",
    "Environment",
    "EnvironmentMode",
    "EnvironmentStanding",
    "Epoch",
    "EpochAnchor",
    "EpochAnchorState",
    "EpochPage",
    "EpochProof",
    "EraseResult",
    "EraseResultStanding",
    "ErasurePage",
    "ErasureView",
    "EventKindList",
    "EventKindView",
    "EvidencePayment",
    "ExpectedCash",
    "Explanation",
    "ExportRulesetForm",
    "Failure",
    "FailureCodeList",
    "FailureKind",
    "FailureKindCause",
    "FailurePattern",
    "FailurePatternReport",
    "FailurePatternReportCounted",
    "FeatureDetail",
    "FeaturePage",
    "FeatureView",
    "Feedback",
    "FeedbackBatch",
    "FeedbackPage",
    "FeedbackResult",
    "FeedbackResults",
    "FeedbackResultStatus",
    "FeedbackSource",
    "FeedbackView",
    "FeedbackViewSource",
    "FieldError",
    "Figure",
    "FindCounterfactual",
    "FindingView",
    "FindingViewStanding",
    "FindListEntry",
    "GatewayAttempt",
    "GatewayAttemptMethod",
    "GatewayCandidate",
    "GatewayChoice",
    "GatewayChoiceView",
    "GatewayEvent",
    "GatewayOption",
    "GatewayRouteAnswer",
    "GatewayRouteDecision",
    "GetBatchResultsFormat",
    "GetFailurePatternsCounted",
    "GetLiveMetricsRole",
    "GetRootCauseLanguage",
    "GrantAccess",
    "GroupEffect",
    "GroupEffectBy",
    "Guarded",
    "GuardedName",
    "Guardrails",
    "HealthStatus",
    "HistoryQuestion",
    "HistoryQuestionIncludeItem",
    "HistoryQuestionLanguageType0",
    "ImportFailure",
    "ImportMappingPage",
    "ImportMappingProposal",
    "ImportMappingView",
    "ImportPage",
    "ImportPreview",
    "ImportView",
    "ImportViewEncodingType0",
    "ImportViewOnRefused",
    "ImportViewOrderType0",
    "ImportViewPhase",
    "ImportViewSeparatorType0",
    "ImportViewState",
    "IncidentView",
    "InferenceServer",
    "InferInput",
    "InferInputDatatype",
    "InferOutput",
    "InferRequest",
    "InferRequestedOutput",
    "InferResponse",
    "InstallRulePack",
    "Introspection",
    "InvitationPage",
    "InvitationView",
    "InviteMember",
    "Invoice",
    "InvoiceQuestion",
    "InvoiceQuestionIncludeItem",
    "InvoiceQuestionLanguageType0",
    "JsonWebKeySet",
    "LabelView",
    "LeadScoreAnswer",
    "LeadScoreDecision",
    "LedgerBundle",
    "LedgerEntry",
    "LedgerEntryPage",
    "LedgerEntryState",
    "LedgerKey",
    "LedgerKeyKind",
    "LedgerKeys",
    "LedgerKeyState",
    "LedgerKeyUse",
    "LifeEvent",
    "LifeEventsAnswer",
    "LifeEventsDecision",
    "LineageView",
    "LinkedCauseView",
    "LinkedCauseViewBond",
    "LinkedCauseViewKind",
    "ListAlertsSeverityMin",
    "ListAlertsState",
    "ListCasesState",
    "ListChangeView",
    "ListCommissionStatementsStatus",
    "ListDeploymentsRole",
    "ListEntryPage",
    "ListEntryView",
    "ListGatewayAttemptsResult",
    "ListMessageTemplatesChannel",
    "ListPayoutAnomaliesKind",
    "ListPayoutsStage",
    "ListRootCausesKind",
    "ListRootCausesLanguage",
    "ListRootCausesOrder",
    "ListRoutingPoliciesStatus",
    "ListWebhookDeliveriesState",
    "ListWorkflowInstancesStatus",
    "ListWorkflowTrialsStatus",
    "LiveMetricsView",
    "LoggedRequestPage",
    "LoggedRequestView",
    "LoggedRequestViewFace",
    "LoginBatch",
    "LoginEvent",
    "LoginEventChannelType0",
    "LoginResult",
    "LoginResults",
    "LoginResultStatus",
    "MappingDefinition",
    "MappingDefinitionBalances",
    "MappingDefinitionDecimal",
    "MappingDefinitionEncodingType0",
    "MappingDefinitionForm",
    "MappingDefinitionMethodType0",
    "MappingDefinitionPositive",
    "MappingDefinitionSeparatorType0",
    "MatrixCell",
    "MatrixMoney",
    "MemberPage",
    "MemberView",
    "MessageTemplatePage",
    "MessageTemplateView",
    "MessageTemplateViewChannel",
    "ModelGraphView",
    "ModelMetadata",
    "ModelReady",
    "Money",
    "MoneyFigure",
    "MonthForecast",
    "MonthSpend",
    "MoveCase",
    "MoveCasePriorityType0",
    "Movement",
    "MovementVerdict",
    "NetDifference",
    "NetDifferenceVerdict",
    "NewApiKeyView",
    "NewCommissionStatement",
    "NewFeature",
    "NewFeatureType",
    "NewFeatureUnit",
    "NewOAuthClientView",
    "NewPayout",
    "NewPayoutDocumentsMissingItem",
    "NewPayoutMethod",
    "NewSessionView",
    "NewWebhookEndpointView",
    "NotHeld",
    "NumberMetricsView",
    "OAuthClientPage",
    "OAuthClientView",
    "OAuthClientViewAuthMethod",
    "OAuthErrorView",
    "OfflineEstimate",
    "OfflineFigure",
    "OfflineMoney",
    "OfflineMoneyCosts",
    "OpenCase",
    "OpenCasePriority",
    "OpenInvoice",
    "OwnModelView",
    "ParameterView",
    "PastInvoice",
    "PastPayout",
    "PastPayoutMethod",
    "PaymentDelayAnswer",
    "PaymentDelayDecision",
    "PaymentPortfolio",
    "PaymentTimingAnswer",
    "PaymentTimingDecision",
    "PaymentToSend",
    "PaymentToSendMethod",
    "Payout",
    "PayoutAnomalyDetail",
    "PayoutAnomalyDetailBasisType0",
    "PayoutAnomalyPage",
    "PayoutAnomalyView",
    "PayoutAnomalyViewKind",
    "PayoutAnomalyViewStage",
    "PayoutBatch",
    "PayoutDelayAnswer",
    "PayoutDelayDecision",
    "PayoutDocuments",
    "PayoutDocumentsDocumentsMissingItem",
    "PayoutEvent",
    "PayoutEventBatch",
    "PayoutEventResult",
    "PayoutEventResults",
    "PayoutEventResultStageType0",
    "PayoutEventResultStatus",
    "PayoutEventSource",
    "PayoutEventStage",
    "PayoutEventView",
    "PayoutEventViewStanding",
    "PayoutMethod",
    "PayoutPage",
    "PayoutQuestion",
    "PayoutQuestionIncludeItem",
    "PayoutQuestionLanguageType0",
    "PayoutResult",
    "PayoutResults",
    "PayoutResultStatus",
    "PayoutStatusView",
    "PayoutStatusViewCreditBasisType0",
    "PayoutStatusViewDocumentsMissingItem",
    "PayoutStatusViewStage",
    "PayoutSummary",
    "PayoutSummaryDocumentsMissingItem",
    "PayoutSummaryStage",
    "PayoutView",
    "PayoutViewDocumentsMissingItem",
    "PayoutViewStage",
    "Permission",
    "PlanName",
    "PlannedPayment",
    "PlanRequest",
    "PlanRequestSource",
    "PlanRequestTaskType0",
    "PolicyGateway",
    "PolicyRule",
    "PolicyRuleMethodsItem",
    "PolicySpec",
    "PolicySpecKind",
    "PortfolioQuestion",
    "PortfolioQuestionIncludeItem",
    "PortfolioQuestionLanguageType0",
    "PresentCode",
    "PresentedTokenForm",
    "PreviewBody",
    "PreviewBodyChannel",
    "PreviewRow",
    "PreviewRowDirection",
    "PreviewRowMethod",
    "PreviewView",
    "PreviewViewEncodingType0",
    "PreviewViewSource",
    "PrincipalView",
    "PrincipalViewKind",
    "PrincipalViewMode",
    "ProbabilityAnswer",
    "Problem",
    "ProductLead",
    "Progress",
    "PromoteRelease",
    "ProposeVendorPayment",
    "ProviderTemplate",
    "PublicJwk",
    "PublicJwkAlgType0",
    "PublicJwkCrvType0",
    "PublicJwkKeyOpsType0Item",
    "PublicJwkKty",
    "PublicJwkUseType0",
    "PushRuleset",
    "PushWorkflow",
    "PutMessageTemplate",
    "PutMessageTemplateChannel",
    "PutRuleTestCases",
    "QueueSettings",
    "RaiseAlert",
    "RaiseAlertSeverity",
    "RateChange",
    "ReachedStage",
    "ReachedStageStage",
    "ReadRuleFile",
    "ReadyStatus",
    "Reason",
    "ReasonDirection",
    "Receipt",
    "Received",
    "RecoveryCodes",
    "RefuseRelease",
    "RefuseRulesetVersion",
    "ReleaseApprovalView",
    "ReleaseApprovalViewVerdict",
    "ReleaseArguments",
    "ReleaseDiffView",
    "ReleaseMetricView",
    "ReleasePage",
    "ReleaseShadowView",
    "ReleaseSideView",
    "ReleaseSwitchPage",
    "ReleaseSwitchView",
    "ReleaseSwitchViewKind",
    "ReleaseView",
    "ReleaseViewState",
    "ReliabilityBin",
    "RemoveListEntries",
    "Replayed",
    "ReplayView",
    "ReplayViewVerdict",
    "ReplayWebhooks",
    "Retention",
    "RetrainingPlans",
    "RetrainingPlanView",
    "RetrainingPlanViewSource",
    "RetrainingPlanViewTaskType0",
    "RevokeTokenResponse200",
    "Role",
    "RollBackRelease",
    "RollBackRuleset",
    "RootCausePage",
    "RootCauseStoryView",
    "RootCauseStoryViewKind",
    "RootCauseStoryViewTrend",
    "RootCauseView",
    "RootCauseViewKind",
    "RootCauseViewTrend",
    "RotateApiKey",
    "RotateConnector",
    "RotateLedgerKey",
    "RotateLedgerKeyKind",
    "RotateWebhookSecret",
    "Routing",
    "RoutingArmView",
    "RoutingComparison",
    "RoutingMethod",
    "RoutingPolicyPage",
    "RoutingPolicyView",
    "RoutingPolicyViewStatus",
    "RoutingQuestion",
    "RoutingQuestionIncludeItem",
    "RoutingQuestionLanguageType0",
    "RowProof",
    "RuleFact",
    "RuleFactList",
    "RuleFileDraft",
    "RuleFileView",
    "RuleFinding",
    "RuleHit",
    "RuleListPage",
    "RuleListView",
    "RulePackLimit",
    "RulePackList",
    "RulePackSource",
    "RulePackView",
    "RulesetActivation",
    "RulesetActivationKind",
    "RulesetActivationPage",
    "RulesetApproval",
    "RulesetApprovalVerdict",
    "RulesetDiffView",
    "RulesetDraft",
    "RulesetEdgeChange",
    "RulesetEdgeChangeWhat",
    "RulesetNodeChange",
    "RulesetNodeChangeWhat",
    "RulesetPartChange",
    "RulesetPartChangeWhat",
    "RulesetShadowChange",
    "RulesetShadowHour",
    "RulesetShadowView",
    "RulesetSide",
    "RulesetVersionPage",
    "RulesetVersionSummary",
    "RulesetVersionSummaryState",
    "RulesetVersionView",
    "RulesetVersionViewState",
    "RulesetView",
    "RuleTest",
    "RuleTestCaseReport",
    "RuleTestCaseResult",
    "RuleTestCaseSet",
    "RuleTestCaseSetPage",
    "RuleTestCaseSetSummary",
    "RunRuleTestCases",
    "SecondFactorSetup",
    "SegmentAnswer",
    "SegmentDecision",
    "SegmentDistance",
    "SegmentTrait",
    "ServerLive",
    "ServerMetadata",
    "ServerReady",
    "SessionList",
    "SessionView",
    "SetAlertRules",
    "SetApprovalPolicy",
    "SetRetention",
    "SettleStatement",
    "SettleStatementReason",
    "SettleVendorPayment",
    "SeveralQuestion",
    "SeveralQuestionIncludeItem",
    "SeveralQuestionLanguageType0",
    "Share",
    "ShippedTextList",
    "ShippedTextView",
    "ShippedTextViewChannel",
    "Side",
    "SideMoney",
    "SignedCheckpoint",
    "SignIn",
    "SlaMinutes",
    "SpendForecastAnswer",
    "SpendForecastDecision",
    "StageHours",
    "StartRulesetShadow",
    "StartWorkflow",
    "StartWorkflowTrial",
    "StartWorkflowTrialSuccessItem",
    "Statement",
    "StatementLine",
    "StatementLineDirectionType0",
    "StatementQuestion",
    "StatementQuestionIncludeItem",
    "StatementQuestionLanguageType0",
    "SuppressionPage",
    "SuppressionView",
    "TakenCase",
    "TakeNext",
    "TenantLimitsView",
    "TenantView",
    "TenantViewStatus",
    "TensorInfo",
    "ThresholdChangeView",
    "Ticket",
    "TicketCause",
    "TicketChannel",
    "TicketQuestion",
    "TicketQuestionIncludeItem",
    "TicketQuestionLanguageType0",
    "TicketTriageAnswer",
    "TicketTriageDecision",
    "TokenAnswer",
    "TokenForm",
    "TrainingJobPage",
    "TrainingJobView",
    "TrainingJobViewEndIn",
    "TrainingJobViewSource",
    "TrainingJobViewState",
    "TrainingJobViewTaskType0",
    "TrainingJobViewTrigger",
    "TrainingRequest",
    "TrainingRequestEndIn",
    "TrainingRequestSource",
    "TrainingRequestTaskType0",
    "Transaction",
    "TransactionAnomalyAnswer",
    "TransactionAnomalyDecision",
    "TransactionBatch",
    "TransactionChannelType0",
    "TransactionDirection",
    "TransactionMethod",
    "TransactionPage",
    "TransactionQuestion",
    "TransactionQuestionIncludeItem",
    "TransactionQuestionLanguageType0",
    "TransactionResult",
    "TransactionResults",
    "TransactionResultStatus",
    "TransactionView",
    "TransactionViewPredictedSourceType0",
    "TrialMoney",
    "TrialMoneyCosts",
    "TrialResult",
    "TrialView",
    "UpdateMember",
    "UpdateTenant",
    "UpdateWebhookEndpoint",
    "UploadOwnModel",
    "UploadVersion",
    "UploadVersionRuntime",
    "UsageDayView",
    "UsageView",
    "UseCasePage",
    "UseCaseView",
    "UseCaseViewInput",
    "UsedModel",
    "UsedModelRole",
    "UsedRules",
    "V2Error",
    "VendorPaymentPage",
    "VendorPaymentReleaseProofView",
    "VendorPaymentReleaseProofViewState",
    "VendorPaymentView",
    "VendorPaymentViewState",
    "VersionMetricsView",
    "VersionPage",
    "VersionView",
    "VersionViewRuntime",
    "VersionViewStage",
    "VersionViewTask",
    "WaitingView",
    "WaitingViewBasisType0",
    "WaitingViewStage",
    "WebhookDeliveryPage",
    "WebhookDeliveryView",
    "WebhookDeliveryViewState",
    "WebhookEndpointPage",
    "WebhookEndpointView",
    "WebhookEndpointViewDisabledReasonType0",
    "WebhookEndpointViewStatus",
    "WindowView",
    "WorkflowActivationPage",
    "WorkflowActivationView",
    "WorkflowChangeList",
    "WorkflowChangeView",
    "WorkflowCheckView",
    "WorkflowInstancePage",
    "WorkflowInstanceView",
    "WorkflowInstanceViewStatus",
    "WorkflowPage",
    "WorkflowStepPage",
    "WorkflowStepView",
    "WorkflowTemplateList",
    "WorkflowTemplateView",
    "WorkflowTrialArm",
    "WorkflowTrialComparison",
    "WorkflowTrialComparisonVerdict",
    "WorkflowTrialPage",
    "WorkflowTrialView",
    "WorkflowTrialViewEndedAsType0",
    "WorkflowTrialViewStatus",
    "WorkflowTrialViewSuccessItem",
    "WorkflowVersionPage",
    "WorkflowVersionSummary",
    "WorkflowVersionView",
    "WorkflowView",
)


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(importlib.import_module(_PLACES[name], __name__), name)
