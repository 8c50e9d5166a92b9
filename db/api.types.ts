// Written by `npm run types` from the database's catalogue.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  api: {
    Tables: Record<never, never>;
    Views: {
      api_keys: {
        Row: {
          organization_id: string;
          id: string;
          name: string;
          prefix: string;
          role: "admin" | "editor" | "reviewer" | "viewer";
          created_by: string;
          created_at: string;
          expires_at: string | null;
          revoked_at: string | null;
          last_used_at: string | null;
        };
        Insert: Record<string, never>;
        Update: {
          name?: string;
          revoked_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "api_keys_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "api_keys_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      api_usage: {
        Row: {
          organization_id: string;
          id: string;
          occurred_at: string;
          provider_call_id: string;
          subject_id: string | null;
          provider: string;
          operation: string;
          outcome: "succeeded" | "failed" | "unknown" | "wasted" | "corrected";
          cost: number;
          currency: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "api_usage_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "api_usage_provider_call_fkey";
            columns: ["organization_id", "provider_call_id"];
            isOneToOne: false;
            referencedRelation: "provider_calls";
            referencedColumns: ["organization_id", "id"];
          },
        ];
      };
      approval_comments: {
        Row: {
          organization_id: string;
          id: string;
          asset_variant_id: string;
          content_approval_id: string | null;
          author_id: string;
          body: string;
          created_at: string;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          asset_variant_id: string;
          content_approval_id?: string | null;
          body: string;
        };
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "approval_comments_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "approval_comments_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "approval_comments_author_fkey";
            columns: ["organization_id", "author_id"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "approval_comments_content_approval_fkey";
            columns: ["organization_id", "asset_variant_id", "content_approval_id"];
            isOneToOne: false;
            referencedRelation: "content_approvals";
            referencedColumns: ["organization_id", "asset_variant_id", "id"];
          },
          {
            foreignKeyName: "approval_comments_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      approval_steps: {
        Row: {
          organization_id: string;
          id: string;
          approval_workflow_id: string;
          position: number;
          name: string;
          approver_role: string;
          requires: "any_one" | "all_of";
          created_at: string;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          approval_workflow_id: string;
          position: number;
          name: string;
          approver_role: string;
          requires?: "any_one" | "all_of";
        };
        Update: {
          id?: string;
          approval_workflow_id?: string;
          position?: number;
          name?: string;
          approver_role?: string;
          requires?: "any_one" | "all_of";
        };
        Relationships: [
          {
            foreignKeyName: "approval_steps_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "approval_steps_workflow_fkey";
            columns: ["organization_id", "approval_workflow_id"];
            isOneToOne: false;
            referencedRelation: "approval_workflows";
            referencedColumns: ["organization_id", "id"];
          },
        ];
      };
      approval_workflows: {
        Row: {
          organization_id: string;
          id: string;
          name: string;
          is_default: boolean;
          status: "active" | "retired";
          created_by: string | null;
          metadata: Json;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          name: string;
          is_default?: boolean;
          status?: "active" | "retired";
          metadata?: Json;
        };
        Update: {
          id?: string;
          name?: string;
          is_default?: boolean;
          status?: "active" | "retired";
          metadata?: Json;
        };
        Relationships: [
          {
            foreignKeyName: "approval_workflows_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "approval_workflows_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      asset_variants: {
        Row: {
          organization_id: string;
          id: string;
          content_request_id: string;
          platform: string;
          placement: string;
          revision: number;
          is_current: boolean;
          generated_asset_id: string | null;
          status: "pending" | "rendered" | "scored" | "in_review" | "changes_requested" | "approved" | "rejected" | "published" | "superseded" | "failed" | "cancelled";
          failure: string | null;
          copy: Json;
          layer_overrides: Json;
          caption: string;
          alt_text: string | null;
          file_id: string | null;
          url: string | null;
          width: number | null;
          height: number | null;
          bytes: number | null;
          format: "jpeg" | "png" | "webp" | null;
          placeholder: string | null;
          phash: string | null;
          render_key: string | null;
          rendered_from: string | null;
          score: number | null;
          verdict: "pass" | "warn" | "fail" | "incomplete" | null;
          created_by: string | null;
          created_at: string;
          rendered_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "asset_variants_content_request_fkey";
            columns: ["organization_id", "content_request_id"];
            isOneToOne: false;
            referencedRelation: "content_requests";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "asset_variants_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "asset_variants_file_fkey";
            columns: ["organization_id", "file_id"];
            isOneToOne: false;
            referencedRelation: "files";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "asset_variants_generated_asset_fkey";
            columns: ["organization_id", "generated_asset_id"];
            isOneToOne: false;
            referencedRelation: "generated_assets";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "asset_variants_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "asset_variants_placement_fkey";
            columns: ["platform", "placement"];
            isOneToOne: false;
            referencedRelation: "platform_placements";
            referencedColumns: ["platform", "placement"];
          },
          {
            foreignKeyName: "asset_variants_rendered_from_fkey";
            columns: ["organization_id", "rendered_from"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "asset_variants_rendered_from_fkey";
            columns: ["organization_id", "rendered_from"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
        ];
      };
      background_jobs: {
        Row: {
          organization_id: string;
          id: string;
          kind: string;
          subject_id: string | null;
          state: "queued" | "dispatched" | "running" | "waiting" | "succeeded" | "failed" | "needs_attention" | "cancelled";
          progress: number;
          result: Json;
          attempts: number;
          max_attempts: number;
          last_error: string | null;
          priority: number;
          due_at: string | null;
          requested_by: string | null;
          created_at: string;
          dispatched_at: string | null;
          started_at: string | null;
          wake_at: string | null;
          finished_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "background_jobs_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "background_jobs_requested_by_fkey";
            columns: ["organization_id", "requested_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
        ];
      };
      brand_asset_usage: {
        Row: {
          organization_id: string;
          brand_asset_id: string;
          brand_profile_id: string;
          kind: "logo" | "font" | "image";
          name: string;
          status: "active" | "archived";
          is_default: boolean;
          variants: number | null;
          templates: Json;
          last_used_at: string | null;
          license: Json;
          license_expires_on: string | null;
          license_days_left: number | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "brand_assets_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "brand_assets_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      brand_assets: {
        Row: {
          organization_id: string;
          id: string;
          brand_profile_id: string;
          kind: "logo" | "font" | "image";
          name: string;
          file_id: string;
          font_weight: number | null;
          font_role: "heading" | "body" | null;
          is_default: boolean;
          status: "active" | "archived";
          tags: string[];
          license: Json;
          license_expires_on: string | null;
          metadata: Json;
          created_by: string | null;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          brand_profile_id: string;
          kind: "logo" | "font" | "image";
          name: string;
          file_id: string;
          font_weight?: number | null;
          font_role?: "heading" | "body" | null;
          is_default?: boolean;
          status?: "active" | "archived";
          tags?: string[];
          license?: Json;
          license_expires_on?: string | null;
          metadata?: Json;
        };
        Update: {
          id?: string;
          brand_profile_id?: string;
          kind?: "logo" | "font" | "image";
          name?: string;
          file_id?: string;
          font_weight?: number | null;
          font_role?: "heading" | "body" | null;
          is_default?: boolean;
          status?: "active" | "archived";
          tags?: string[];
          license?: Json;
          license_expires_on?: string | null;
          metadata?: Json;
        };
        Relationships: [
          {
            foreignKeyName: "brand_assets_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "brand_assets_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "brand_assets_file_fkey";
            columns: ["organization_id", "file_id"];
            isOneToOne: false;
            referencedRelation: "files";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "brand_assets_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      brand_compliance_analytics: {
        Row: {
          organization_id: string;
          brand_profile_id: string;
          day: string;
          platform: string;
          scored: number;
          passed: number;
          warned: number;
          failed: number;
          incomplete: number;
          mean_score: number | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "brand_compliance_analytics_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "brand_compliance_analytics_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      brand_compliance_monthly: {
        Row: {
          organization_id: string | null;
          brand_profile_id: string | null;
          month: string | null;
          platform: string | null;
          scored: number | null;
          passed: number | null;
          warned: number | null;
          failed: number | null;
          incomplete: number | null;
          mean_score: number | null;
          pass_rate: number | null;
          violations: Json;
          started: number | null;
          complied: number | null;
          complied_at_once: number | null;
          median_hours_to_compliance: number | null;
          refreshed_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [];
      };
      brand_guidelines: {
        Row: {
          organization_id: string;
          id: string;
          brand_profile_id: string;
          version: number;
          status: "draft" | "active" | "retired";
          palette: Json;
          forbidden_colors: string[];
          prohibited_terms: string[];
          required_terms: string[];
          allowed_fonts: string[];
          logo_rules: Json;
          rules: Json;
          notes: string | null;
          created_by: string | null;
          created_at: string;
          updated_at: string;
          activated_at: string | null;
          retired_at: string | null;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          brand_profile_id: string;
          palette?: Json;
          forbidden_colors?: string[];
          prohibited_terms?: string[];
          required_terms?: string[];
          allowed_fonts?: string[];
          logo_rules?: Json;
          rules?: Json;
          notes?: string | null;
        };
        Update: {
          id?: string;
          brand_profile_id?: string;
          palette?: Json;
          forbidden_colors?: string[];
          prohibited_terms?: string[];
          required_terms?: string[];
          allowed_fonts?: string[];
          logo_rules?: Json;
          rules?: Json;
          notes?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "brand_guidelines_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "brand_guidelines_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "brand_guidelines_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      brand_profiles: {
        Row: {
          organization_id: string;
          id: string;
          name: string;
          description: string | null;
          voice: string | null;
          status: "active" | "archived";
          created_by: string | null;
          metadata: Json;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          name: string;
          description?: string | null;
          voice?: string | null;
          status?: "active" | "archived";
          metadata?: Json;
        };
        Update: {
          id?: string;
          name?: string;
          description?: string | null;
          voice?: string | null;
          status?: "active" | "archived";
          metadata?: Json;
        };
        Relationships: [
          {
            foreignKeyName: "brand_profiles_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "brand_profiles_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      check_agreement: {
        Row: {
          organization_id: string;
          brand_profile_id: string;
          check_key: string;
          decisions: number;
          failed: number;
          declined: number;
          confirmed: number;
          overruled: number;
          overruled_rate: number | null;
          precision: number | null;
          precision_low: number | null;
          precision_high: number | null;
          recall: number | null;
          recall_low: number | null;
          recall_high: number | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "check_decisions_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "check_decisions_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      compliance_checks: {
        Row: {
          organization_id: string | null;
          compliance_result_id: string | null;
          check_key: string | null;
          outcome: string | null;
          weight: number | null;
          points: number | null;
          lost_points: number | null;
          is_gate: boolean | null;
          observed: number | null;
          expected: Json;
          evidence: Json;
          message: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "compliance_results";
            columns: [];
            isOneToOne: false;
            referencedRelation: "compliance_results";
            referencedColumns: [];
          },
        ];
      };
      compliance_results: {
        Row: {
          organization_id: string;
          id: string;
          asset_variant_id: string;
          measurement_id: string;
          brand_guideline_id: string;
          score: number | null;
          verdict: "pass" | "warn" | "fail" | "incomplete";
          is_current: boolean;
          scored_at: string;
          scorer_version: number;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "compliance_results_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "compliance_results_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "compliance_results_brand_guideline_fkey";
            columns: ["organization_id", "brand_guideline_id"];
            isOneToOne: false;
            referencedRelation: "brand_guidelines";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "compliance_results_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      compliance_rules: {
        Row: {
          position: number | null;
          check_key: string | null;
          category: string | null;
          description: string | null;
          unit: string | null;
          worse: string | null;
          is_graded: boolean | null;
          reads: string[] | null;
          weight: number | null;
          can_be_gate: boolean | null;
          is_gate: boolean | null;
          gate_cap: number | null;
          fields: Json;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [];
      };
      compliance_violations: {
        Row: {
          organization_id: string;
          compliance_result_id: string;
          check_key: string;
          asset_variant_id: string;
          brand_guideline_id: string;
          outcome: "warn" | "fail" | "error";
          is_gate: boolean;
          weight: number;
          points: number | null;
          lost_points: number | null;
          observed: number | null;
          expected: Json;
          evidence: Json;
          message: string;
          score: number | null;
          verdict: "pass" | "warn" | "fail" | "incomplete";
          scored_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "compliance_results_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "compliance_results_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "compliance_results_brand_guideline_fkey";
            columns: ["organization_id", "brand_guideline_id"];
            isOneToOne: false;
            referencedRelation: "brand_guidelines";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "compliance_results_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      content_analytics: {
        Row: {
          organization_id: string;
          id: string;
          publication_id: string;
          platform: string;
          metric: "impressions" | "views" | "reach" | "reactions" | "comments" | "shares" | "saves" | "link_clicks" | "clicks_all" | "profile_visits" | "follows" | "watch_time_s" | "avg_view_pct" | "engagement_rate_native" | "other";
          native_metric: string;
          kind: "cumulative" | "period" | "rate";
          value: number;
          window_start: string | null;
          window_end: string | null;
          breakdown: Json;
          captured_at: string;
          source_version: string | null;
          created_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "content_analytics_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "content_analytics_publication_fkey";
            columns: ["organization_id", "publication_id"];
            isOneToOne: false;
            referencedRelation: "publications";
            referencedColumns: ["organization_id", "id"];
          },
        ];
      };
      content_approvals: {
        Row: {
          organization_id: string;
          id: string;
          asset_variant_id: string;
          approval_workflow_id: string;
          approval_step_id: string;
          position: number;
          approver_role: string;
          assigned_to: string | null;
          status: "waiting" | "open" | "approved" | "rejected" | "changes_requested" | "voided";
          comment: string | null;
          decided_by: string | null;
          decided_at: string | null;
          compliance_result_id: string | null;
          opened_at: string | null;
          created_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "content_approvals_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "content_approvals_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "content_approvals_assigned_to_fkey";
            columns: ["organization_id", "assigned_to"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "content_approvals_compliance_result_fkey";
            columns: ["organization_id", "compliance_result_id"];
            isOneToOne: false;
            referencedRelation: "compliance_results";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "content_approvals_decided_by_fkey";
            columns: ["organization_id", "decided_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "content_approvals_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "content_approvals_step_fkey";
            columns: ["organization_id", "approval_step_id"];
            isOneToOne: false;
            referencedRelation: "approval_steps";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "content_approvals_workflow_fkey";
            columns: ["organization_id", "approval_workflow_id"];
            isOneToOne: false;
            referencedRelation: "approval_workflows";
            referencedColumns: ["organization_id", "id"];
          },
        ];
      };
      content_performance_daily: {
        Row: {
          organization_id: string | null;
          day: string | null;
          platform: string | null;
          brand_profile_id: string | null;
          content_request_id: string | null;
          asset_variant_id: string | null;
          publication_id: string | null;
          placement: string | null;
          score: number | null;
          impressions: number | null;
          views: number | null;
          reach: number | null;
          reactions: number | null;
          comments: number | null;
          shares: number | null;
          saves: number | null;
          link_clicks: number | null;
          engagements: number | null;
          engagement_base: string | null;
          engagement_rate: number | null;
          captured_at: string | null;
          refreshed_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [];
      };
      content_requests: {
        Row: {
          organization_id: string;
          id: string;
          brand_profile_id: string;
          template_organization_id: string;
          content_template_id: string;
          title: string;
          search_term: string;
          prompt: string | null;
          sources: Json;
          copy: Json;
          layer_overrides: Json;
          caption: string;
          alt_text: string | null;
          placements: string[];
          priority: number;
          due_at: string | null;
          status: "queued" | "sourcing" | "rendering" | "ready" | "failed" | "needs_attention" | "cancelled";
          failure: string | null;
          fallback_reason: string | null;
          expansion_failure: string | null;
          idempotency_key: string | null;
          created_by: string | null;
          metadata: Json;
          created_at: string;
          updated_at: string;
          finished_at: string | null;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          brand_profile_id: string;
          content_template_id: string;
          title: string;
          search_term: string;
          prompt?: string | null;
          sources?: Json;
          copy?: Json;
          layer_overrides?: Json;
          caption?: string;
          alt_text?: string | null;
          placements: string[];
          priority?: number;
          due_at?: string | null;
          idempotency_key?: string | null;
          metadata?: Json;
        };
        Update: {
          title?: string;
          priority?: number;
          due_at?: string | null;
          metadata?: Json;
        };
        Relationships: [
          {
            foreignKeyName: "content_requests_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "content_requests_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "content_requests_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "content_requests_template_fkey";
            columns: ["template_organization_id", "content_template_id"];
            isOneToOne: false;
            referencedRelation: "content_templates";
            referencedColumns: ["organization_id", "id"];
          },
        ];
      };
      content_templates: {
        Row: {
          organization_id: string;
          id: string;
          slug: string;
          version: number;
          name: string;
          description: string | null;
          status: "active" | "retired";
          brand_profile_id: string | null;
          layout: Json;
          created_by: string | null;
          metadata: Json;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          organization_id?: string;
          id?: string;
          slug: string;
          name: string;
          description?: string | null;
          brand_profile_id?: string | null;
          layout: Json;
          metadata?: Json;
        };
        Update: {
          name?: string;
          description?: string | null;
          status?: "active" | "retired";
          metadata?: Json;
        };
        Relationships: [
          {
            foreignKeyName: "content_templates_brand_profile_fkey";
            columns: ["organization_id", "brand_profile_id"];
            isOneToOne: false;
            referencedRelation: "brand_profiles";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "content_templates_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "content_templates_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      daily_usage_summaries: {
        Row: {
          organization_id: string;
          day: string;
          provider: string;
          operation: string;
          currency: string;
          calls: number;
          failed_calls: number;
          cost: number;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "daily_usage_summaries_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      files: {
        Row: {
          organization_id: string;
          id: string;
          kind: "logo" | "font" | "image" | "source" | "variant";
          filename: string;
          mime_type: "image/jpeg" | "image/png" | "image/webp" | "font/ttf" | "font/otf" | "font/woff" | "font/woff2";
          bytes: number;
          sha256: string;
          width: number | null;
          height: number | null;
          state: "pending" | "received" | "stored" | "expired";
          url: string | null;
          upload_expires_at: string | null;
          created_by: string | null;
          created_at: string;
          stored_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "files_created_by_fkey";
            columns: ["organization_id", "created_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "files_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      generated_assets: {
        Row: {
          organization_id: string;
          id: string;
          content_request_id: string;
          kind: "stock" | "ai" | "upload";
          provider_call_id: string | null;
          provider_asset_id: string | null;
          title: string | null;
          prompt: string | null;
          file_id: string;
          url: string | null;
          width: number;
          height: number;
          focal_point: Json;
          license: Json;
          expanded_from: string | null;
          expanded_for: string[] | null;
          metadata: Json;
          created_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "generated_assets_content_request_fkey";
            columns: ["organization_id", "content_request_id"];
            isOneToOne: false;
            referencedRelation: "content_requests";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "generated_assets_expanded_from_fkey";
            columns: ["organization_id", "expanded_from"];
            isOneToOne: false;
            referencedRelation: "generated_assets";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "generated_assets_file_fkey";
            columns: ["organization_id", "file_id"];
            isOneToOne: false;
            referencedRelation: "files";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "generated_assets_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "generated_assets_provider_call_fkey";
            columns: ["organization_id", "provider_call_id"];
            isOneToOne: true;
            referencedRelation: "provider_calls";
            referencedColumns: ["organization_id", "id"];
          },
        ];
      };
      invitations: {
        Row: {
          organization_id: string;
          id: string;
          email: string;
          role: "admin" | "editor" | "reviewer" | "viewer";
          invited_by: string;
          expires_at: string;
          accepted_at: string | null;
          revoked_at: string | null;
          created_at: string;
        };
        Insert: Record<string, never>;
        Update: {
          revoked_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "invitations_invited_by_fkey";
            columns: ["organization_id", "invited_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "invitations_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      me: {
        Row: {
          id: string;
          email: string;
          full_name: string;
          locale: string;
          time_zone: string;
          notification_preferences: Json;
          metadata: Json;
          organization_id: string | null;
          role: string | null;
          created_at: string;
          updated_at: string;
        };
        Insert: Record<string, never>;
        Update: {
          full_name?: string;
          locale?: string;
          time_zone?: string;
          notification_preferences?: Json;
          metadata?: Json;
        };
        Relationships: [];
      };
      organizations: {
        Row: {
          id: string;
          name: string;
          slug: string;
          time_zone: string;
          status: "active" | "suspended";
          metadata: Json;
          created_at: string;
          updated_at: string;
        };
        Insert: Record<string, never>;
        Update: {
          name?: string;
          time_zone?: string;
          metadata?: Json;
        };
        Relationships: [];
      };
      platform_placements: {
        Row: {
          platform: string;
          placement: string;
          key: string | null;
          name: string;
          width: number;
          height: number;
          formats: string[];
          max_bytes: number;
          max_images: number | null;
          safe_top: number;
          safe_right: number;
          safe_bottom: number;
          safe_left: number;
          title_limit: number | null;
          caption_limit: number | null;
          caption_unit: "characters" | "weighted" | "graphemes" | "short_links" | "emoji_bytes" | "utf16" | "bytes";
          hashtag_limit: number | null;
          mention_limit: number | null;
          alt_text_limit: number | null;
          alt_text_required: boolean;
          is_enabled: boolean;
          valid_from: string;
          source: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [];
      };
      provider_calls: {
        Row: {
          organization_id: string;
          id: string;
          call_key: string;
          attempt: number;
          job_id: string | null;
          subject_id: string | null;
          provider: string;
          operation: string;
          request: Json;
          state: "sent" | "accepted" | "lost" | "missing" | "succeeded" | "failed" | "needs_attention" | "retried" | "written_off";
          reserved_amount: number;
          currency: string;
          provider_task_id: string | null;
          task_status: "CREATED" | "IN_PROGRESS" | "COMPLETED" | "FAILED" | null;
          accepted_at: string | null;
          next_poll_at: string | null;
          polls: number;
          sent_at: string;
          ended_at: string | null;
          http_status: number | null;
          error: string | null;
          cached_call_id: string | null;
          saved_amount: number | null;
          resolved_by: string | null;
          resolved_at: string | null;
          booked_outcome: "succeeded" | "failed" | "unknown" | "wasted" | "charged" | "not_charged" | null;
          booked_amount: number | null;
          settled_by: string | null;
          settled_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "provider_calls_cached_call_fkey";
            columns: ["organization_id", "cached_call_id"];
            isOneToOne: false;
            referencedRelation: "provider_calls";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "provider_calls_job_fkey";
            columns: ["organization_id", "job_id"];
            isOneToOne: false;
            referencedRelation: "background_jobs";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "provider_calls_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "provider_calls_resolved_by_fkey";
            columns: ["organization_id", "resolved_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "provider_calls_settled_by_fkey";
            columns: ["organization_id", "settled_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
        ];
      };
      publications: {
        Row: {
          organization_id: string;
          id: string;
          asset_variant_id: string;
          platform: string;
          external_id: string;
          url: string | null;
          published_at: string;
          recorded_by: string | null;
          metadata: Json;
          created_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "publications_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "publications_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "publications_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "publications_recorded_by_fkey";
            columns: ["organization_id", "recorded_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
        ];
      };
      score_explanations: {
        Row: {
          organization_id: string;
          asset_variant_id: string;
          check_key: string | null;
          category: string | null;
          outcome: string | null;
          points: number | null;
          weight: number | null;
          lost_points: number | null;
          is_gate: boolean | null;
          message: string | null;
          observed: number | null;
          unit: string | null;
          expected: Json;
          evidence: Json;
          score: number | null;
          verdict: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "compliance_results_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "compliance_results_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "compliance_results_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      spend_months: {
        Row: {
          organization_id: string;
          month: string;
          currency: string;
          spent: number;
          reserved: number;
          cap: number | null;
          remaining: number | null;
          cached_calls: number;
          saved: number;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "spend_months_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      system_settings: {
        Row: {
          organization_id: string | null;
          key: string;
          value: Json;
          overridden: boolean | null;
          default_value: Json;
          value_type: "boolean" | "integer" | "number" | "text";
          minimum: number | null;
          maximum: number | null;
          allowed_values: string[] | null;
          unit: string | null;
          description: string;
          organization_may_override: boolean;
          updated_by: string | null;
          updated_at: string | null;
        };
        Insert: {
          key: string;
          value?: Json;
        };
        Update: {
          value?: Json;
        };
        Relationships: [];
      };
      user_activity_logs: {
        Row: {
          organization_id: string;
          id: string;
          occurred_at: string;
          actor: "user" | "worker" | "dba" | "system";
          user_id: string | null;
          database_role: string;
          action: "insert" | "update" | "delete" | "sign_in" | "act_as";
          table_name: string;
          record_id: string;
          changed: Json;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "user_activity_logs_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      user_organizations: {
        Row: {
          organization_id: string;
          user_id: string;
          role: "owner" | "admin" | "editor" | "reviewer" | "viewer";
          status: "active" | "removed";
          invited_by: string | null;
          joined_at: string;
          removed_at: string | null;
        };
        Insert: Record<string, never>;
        Update: {
          role?: "owner" | "admin" | "editor" | "reviewer" | "viewer";
          status?: "active" | "removed";
        };
        Relationships: [
          {
            foreignKeyName: "user_organizations_invited_by_fkey";
            columns: ["organization_id", "invited_by"];
            isOneToOne: false;
            referencedRelation: "user_organizations";
            referencedColumns: ["organization_id", "user_id"];
          },
          {
            foreignKeyName: "user_organizations_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_organizations_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "me";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "user_organizations_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "users";
            referencedColumns: ["id"];
          },
        ];
      };
      users: {
        Row: {
          id: string;
          email: string;
          full_name: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [];
      };
      variant_assets: {
        Row: {
          organization_id: string;
          asset_variant_id: string;
          brand_asset_id: string;
          template_organization_id: string;
          content_template_id: string;
          is_current: boolean;
          used_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "variant_assets_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "asset_variants";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "variant_assets_asset_variant_fkey";
            columns: ["organization_id", "asset_variant_id"];
            isOneToOne: false;
            referencedRelation: "variant_overview";
            referencedColumns: ["organization_id", "asset_variant_id"];
          },
          {
            foreignKeyName: "variant_assets_brand_asset_fkey";
            columns: ["organization_id", "brand_asset_id"];
            isOneToOne: false;
            referencedRelation: "brand_asset_usage";
            referencedColumns: ["organization_id", "brand_asset_id"];
          },
          {
            foreignKeyName: "variant_assets_brand_asset_fkey";
            columns: ["organization_id", "brand_asset_id"];
            isOneToOne: false;
            referencedRelation: "brand_assets";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "variant_assets_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
        ];
      };
      variant_overview: {
        Row: {
          organization_id: string;
          asset_variant_id: string;
          content_request_id: string;
          brand_profile_id: string;
          platform: string;
          placement: string;
          revision: number;
          is_current: boolean;
          status: "pending" | "rendered" | "scored" | "in_review" | "changes_requested" | "approved" | "rejected" | "published" | "superseded" | "failed" | "cancelled";
          file_id: string | null;
          width: number | null;
          height: number | null;
          bytes: number | null;
          format: "jpeg" | "png" | "webp" | null;
          score: number | null;
          verdict: "pass" | "warn" | "fail" | "incomplete" | null;
          worst_check: string | null;
          worst_violation: string | null;
          approved: number | null;
          approvals: number | null;
          approved_by: string[] | null;
          publication_id: string | null;
          publication_url: string | null;
          published_at: string | null;
          impressions: number | null;
          views: number | null;
          reach: number | null;
          reactions: number | null;
          comments: number | null;
          shares: number | null;
          saves: number | null;
          link_clicks: number | null;
          metrics: Json;
          engagements: number | null;
          engagement_base: string | null;
          engagement_rate: number | null;
          metrics_captured_at: string | null;
          cost: number | null;
          currency: string | null;
          costs: Json;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          {
            foreignKeyName: "asset_variants_content_request_fkey";
            columns: ["organization_id", "content_request_id"];
            isOneToOne: false;
            referencedRelation: "content_requests";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "asset_variants_file_fkey";
            columns: ["organization_id", "file_id"];
            isOneToOne: false;
            referencedRelation: "files";
            referencedColumns: ["organization_id", "id"];
          },
          {
            foreignKeyName: "asset_variants_organization_id_fkey";
            columns: ["organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "asset_variants_placement_fkey";
            columns: ["platform", "placement"];
            isOneToOne: false;
            referencedRelation: "platform_placements";
            referencedColumns: ["platform", "placement"];
          },
        ];
      };
      violation_ranking: {
        Row: {
          organization_id: string | null;
          brand_profile_id: string | null;
          month: string | null;
          dimension: string | null;
          member: string | null;
          check_key: string | null;
          rank: number | null;
          applied: number | null;
          warned: number | null;
          failed: number | null;
          errors: number | null;
          violation_rate: number | null;
          lost_points: number | null;
          refreshed_at: string | null;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [];
      };
    };
    Functions: {
      accept_invitation: {
        Args: {
          token: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
      activate_guideline: {
        Args: {
          brand_guideline_id: string;
        };
        Returns: Database["api"]["Views"]["brand_guidelines"]["Row"][];
        SetofOptions: { from: "*"; to: "brand_guidelines"; isOneToOne: false; isSetofReturn: true };
      };
      cancel_content_request: {
        Args: {
          id: string;
        };
        Returns: Database["api"]["Views"]["content_requests"]["Row"][];
        SetofOptions: { from: "*"; to: "content_requests"; isOneToOne: false; isSetofReturn: true };
      };
      cancel_job: {
        Args: {
          background_job_id: string;
        };
        Returns: Database["api"]["Views"]["background_jobs"]["Row"][];
        SetofOptions: { from: "*"; to: "background_jobs"; isOneToOne: false; isSetofReturn: true };
      };
      complete_upload: {
        Args: {
          id: string;
        };
        Returns: Database["api"]["Views"]["files"]["Row"];
      };
      create_api_key: {
        Args: {
          name: string;
          role: string;
          expires_at?: string;
        };
        Returns: { id: string; key: string; prefix: string; expires_at?: string };
      };
      create_organization: {
        Args: {
          name: string;
          slug: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
      create_upload: {
        Args: {
          kind: string;
          filename: string;
          mime_type: string;
          bytes: number;
          sha256: string;
        };
        Returns: { id: string | null; upload_url: string | null; headers: Json; expires_at: string | null };
      };
      decide_approvals: {
        Args: {
          content_approval_ids: string[];
          decision: string;
          comment?: string;
        };
        Returns: Database["api"]["Views"]["content_approvals"]["Row"][];
        SetofOptions: { from: "*"; to: "content_approvals"; isOneToOne: false; isSetofReturn: true };
      };
      diff_guidelines: {
        Args: {
          from_guideline_id: string;
          to_guideline_id: string;
        };
        Returns: { field: string | null; item: string | null; change: string | null; before: Json; after: Json }[];
      };
      estimate_content_request: {
        Args: {
          brand_profile_id: string;
          content_template_id: string;
          placements: string[];
          sources?: Json;
          search_term?: string;
          prompt?: string;
          caption?: string;
          alt_text?: string;
          copy?: Json;
          layer_overrides?: Json;
        };
        Returns: { calls: Json; price: number | null; currency: string | null; monthly_cap: number | null; monthly_spent: number | null; monthly_reserved: number | null; monthly_left: number | null; request_cap: number | null; request_left: number | null; broken_limits: Json; full_prompt: string | null }[];
      };
      explain_score: {
        Args: {
          asset_variant_id: string;
        };
        Returns: Database["api"]["Views"]["score_explanations"]["Row"][];
        SetofOptions: { from: "*"; to: "score_explanations"; isOneToOne: false; isSetofReturn: true };
      };
      freepik_webhook: {
        Args: {
          null: Json;
        };
        Returns: Json;
      };
      ingest_metrics: {
        Args: {
          metrics: Json;
        };
        Returns: { inserted: number; duplicates: number };
      };
      invite_member: {
        Args: {
          email: string;
          role: string;
        };
        Returns: { id: string; token: string; expires_at: string };
      };
      layout_schema: {
        Args: never;
        Returns: Json;
      };
      preview_replacement: {
        Args: {
          brand_asset_id: string;
          include_published?: boolean;
        };
        Returns: { platform: string | null; placement: string | null; status: string | null; effect: string | null; variants: number | null; provider_calls: number | null }[];
      };
      preview_rerender: {
        Args: {
          content_template_id?: string;
          brand_profile_id?: string;
          include_published?: boolean;
        };
        Returns: { platform: string | null; placement: string | null; status: string | null; effect: string | null; variants: number | null }[];
      };
      record_publication: {
        Args: {
          asset_variant_id: string;
          external_id: string;
          url?: string;
          published_at?: string;
        };
        Returns: Database["api"]["Views"]["publications"]["Row"][];
        SetofOptions: { from: "*"; to: "publications"; isOneToOne: false; isSetofReturn: true };
      };
      refresh_session: {
        Args: {
          refresh_token: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
      rerender_brand: {
        Args: {
          brand_profile_id: string;
          include_published?: boolean;
        };
        Returns: Database["api"]["Views"]["background_jobs"]["Row"][];
        SetofOptions: { from: "*"; to: "background_jobs"; isOneToOne: false; isSetofReturn: true };
      };
      rerender_template: {
        Args: {
          content_template_id: string;
          include_published?: boolean;
        };
        Returns: Database["api"]["Views"]["background_jobs"]["Row"][];
        SetofOptions: { from: "*"; to: "background_jobs"; isOneToOne: false; isSetofReturn: true };
      };
      rescore_variants: {
        Args: {
          brand_guideline_id: string;
          filters?: Json;
        };
        Returns: Database["api"]["Views"]["background_jobs"]["Row"][];
        SetofOptions: { from: "*"; to: "background_jobs"; isOneToOne: false; isSetofReturn: true };
      };
      resolve_call: {
        Args: {
          id: string;
          decision: string;
        };
        Returns: Database["api"]["Views"]["provider_calls"]["Row"][];
        SetofOptions: { from: "*"; to: "provider_calls"; isOneToOne: false; isSetofReturn: true };
      };
      retire_guideline: {
        Args: {
          brand_guideline_id: string;
        };
        Returns: Database["api"]["Views"]["brand_guidelines"]["Row"][];
        SetofOptions: { from: "*"; to: "brand_guidelines"; isOneToOne: false; isSetofReturn: true };
      };
      retry_content_request: {
        Args: {
          id: string;
        };
        Returns: Database["api"]["Views"]["content_requests"]["Row"][];
        SetofOptions: { from: "*"; to: "content_requests"; isOneToOne: false; isSetofReturn: true };
      };
      revise_asset_variant: {
        Args: {
          asset_variant_id: string;
          copy?: Json;
          caption?: string;
          alt_text?: string;
          layer_overrides?: Json;
        };
        Returns: Database["api"]["Views"]["asset_variants"]["Row"][];
        SetofOptions: { from: "*"; to: "asset_variants"; isOneToOne: false; isSetofReturn: true };
      };
      search_assets: {
        Args: {
          query?: string;
          filters?: Json;
        };
        Returns: Database["api"]["Views"]["brand_assets"]["Row"][];
        SetofOptions: { from: "*"; to: "brand_assets"; isOneToOne: false; isSetofReturn: true };
      };
      set_focal_point: {
        Args: {
          generated_asset_id: string;
          x?: number;
          y?: number;
        };
        Returns: Database["api"]["Views"]["generated_assets"]["Row"][];
        SetofOptions: { from: "*"; to: "generated_assets"; isOneToOne: false; isSetofReturn: true };
      };
      set_provider_key: {
        Args: {
          provider: string;
          api_key: string;
        };
        Returns: Json;
      };
      sign_in: {
        Args: {
          email: string;
          password: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
      sign_in_with_api_key: {
        Args: {
          api_key: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
      sign_out: {
        Args: never;
        Returns: undefined;
      };
      sign_up: {
        Args: {
          email: string;
          password: string;
          full_name: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
      similar_variants: {
        Args: {
          asset_variant_id: string;
          max_distance?: number;
        };
        Returns: Database["api"]["Views"]["asset_variants"]["Row"][];
        SetofOptions: { from: "*"; to: "asset_variants"; isOneToOne: false; isSetofReturn: true };
      };
      simulate_guidelines: {
        Args: {
          brand_profile_id: string;
          brand_guideline_id?: string;
          changes?: Json;
          scored_from?: string;
          scored_to?: string;
        };
        Returns: { variants: number | null; incomplete: number | null; mean_before: number | null; mean_after: number | null; newly_failing: number | null; newly_passing: number | null; verdicts: Json; distribution: Json }[];
      };
      simulate_variants: {
        Args: {
          brand_profile_id: string;
          brand_guideline_id?: string;
          changes?: Json;
          scored_from?: string;
          scored_to?: string;
          effects?: string[];
          max_rows?: number;
          after_score?: number;
          after_variant_id?: string;
        };
        Returns: { asset_variant_id: string | null; content_request_id: string | null; platform: string | null; placement: string | null; effect: string | null; score_before: number | null; verdict_before: string | null; score_after: number | null; verdict_after: string | null }[];
      };
      start_simulation: {
        Args: {
          brand_profile_id: string;
          brand_guideline_id?: string;
          changes?: Json;
          scored_from?: string;
          scored_to?: string;
        };
        Returns: Database["api"]["Views"]["background_jobs"]["Row"][];
        SetofOptions: { from: "*"; to: "background_jobs"; isOneToOne: false; isSetofReturn: true };
      };
      submit_for_review: {
        Args: {
          asset_variant_ids: string[];
          approval_workflow_id?: string;
        };
        Returns: number;
      };
      suggest_rules: {
        Args: {
          brand_profile_id: string;
          check_keys?: string[];
          scored_from?: string;
          scored_to?: string;
          include_effect?: boolean;
        };
        Returns: { check_key: string | null; unit: string | null; decided: number | null; declined: number | null; field: string | null; current_value: number | null; suggested_value: number | null; reason: string | null; line: number | null; line_low: number | null; line_high: number | null; declined_within: number | null; declined_beyond: number | null; changes: Json; variants: number | null; newly_failing: number | null; newly_passing: number | null; mean_before: number | null; mean_after: number | null }[];
      };
      switch_organization: {
        Args: {
          organization_id: string;
        };
        Returns: { access_token: string; refresh_token?: string; token_type: string; expires_in: number };
      };
    };
  };
};
