import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { DefaultsForm } from "../../features/accounts/defaults-form.tsx";
import { PasswordForm } from "../../features/accounts/password-form.tsx";
import { PeoplePanel } from "../../features/accounts/people-panel.tsx";
import { ProfileForm } from "../../features/accounts/profile-form.tsx";
import { defaultsTexts, profileTexts } from "../../features/accounts/profile-texts.ts";
import { SecondFactor } from "../../features/accounts/second-factor.tsx";
import { peopleTexts } from "../../features/accounts/security-texts.ts";
import { SessionsPanel } from "../../features/accounts/sessions-panel.tsx";
import { TokensPanel } from "../../features/accounts/tokens-panel.tsx";
import { ConnectionForm } from "../../features/market/connection-form.tsx";
import type { Me } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { useVenues } from "../../lib/venues.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SettingRow } from "../../ui/setting-row.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Tag } from "../../ui/tag.tsx";

function WithMe({ children }: { children: (me: Me) => ReactNode }) {
  const me = useQuery(meQuery).data;
  return me ? <>{children(me)}</> : null;
}

export function ProfileSection() {
  const t = useMessages(profileTexts);
  const p = useMessages(peopleTexts);
  return (
    <WithMe>
      {(me) => (
        <ProfileForm user={me.user}>
          <SettingRow name={t("person")}>
            <span className="flex items-center gap-2 text-body text-ink">
              <span className="min-w-0 break-all">{me.user.email}</span> <Tag>{p(me.user.role)}</Tag>
            </span>
          </SettingRow>
        </ProfileForm>
      )}
    </WithMe>
  );
}

export function AnalysisSection() {
  const t = useMessages(defaultsTexts);
  const venues = useVenues().data;
  const title = (name: string) => venues?.find((venue) => venue.name === name)?.title ?? name;
  return (
    <WithMe>
      {(me) => (
        <DefaultsForm
          preferences={me.preferences}
          venueRow={
            <SettingRow name={t("venue")}>
              <span className="flex items-center gap-3 text-body font-medium text-ink">
                {title(me.preferences.venue)}
                <Link to="/settings/connection" className={buttonClass({ variant: "link" })}>
                  {t("change")}
                </Link>
              </span>
            </SettingRow>
          }
        />
      )}
    </WithMe>
  );
}

export function ConnectionSection() {
  return <WithMe>{(me) => <ConnectionForm me={me} />}</WithMe>;
}

export function SecuritySection() {
  return (
    <WithMe>
      {(me) => (
        <div className="space-y-3">
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <PasswordForm user={me.user} />
            <SecondFactor user={me.user} />
          </div>
          <SessionsPanel />
          <TokensPanel />
        </div>
      )}
    </WithMe>
  );
}

export function PeopleSection() {
  const t = useMessages(peopleTexts);
  return (
    <WithMe>
      {(me) =>
        me.user.role === "user" ? (
          <Panel>
            <EmptyState title={t("onlyAdmins")} />
          </Panel>
        ) : (
          <PeoplePanel me={me.user} />
        )
      }
    </WithMe>
  );
}
