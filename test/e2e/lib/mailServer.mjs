import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { cleanEnvironment } from '../../../playground/host.mjs';
import { freePort, startProcess } from '../../../playground/processes.mjs';
import { accepts, makeServerFolder, untilRunning } from './databases.mjs';
import { call } from './programs.mjs';

const PASSWORD = 'mailpass';

/**
 * Starts a Dovecot on loopback that gives any user a mailbox.
 *
 * @returns {Promise<{ credentialFor: (user: string) => object, deliver: (user: string, mail: object) => Promise<void> }>}
 */
export async function startMailServer(t) {
	const { dovecot, doveadm } = t.setup.programs;
	const folder = makeServerFolder(t, 'e2e-mail');
	const port = await freePort();
	const configuration = join(folder, 'dovecot.conf');
	const mailLog = join(folder, 'mail.log');
	mkdirSync(join(folder, 'run'));
	mkdirSync(join(folder, 'box'));
	writeFileSync(configuration, settings({ folder, port, mailLog }));
	if (isRoot()) call('chown', ['nobody:nogroup', join(folder, 'box')]);
	t.evidence('mail.log', (file) => copyFileSync(mailLog, file));
	const server = startProcess({
		name: 'Dovecot',
		command: dovecot,
		args: ['-F', '-c', configuration],
		cwd: folder,
		env: cleanEnvironment(),
		logFile: join(t.folder, 'dovecot.log'),
	});
	t.onEnd(async () => await server.stop());
	await untilRunning(server, async () => await accepts(port));
	return {
		credentialFor: (user) => ({
			name: `Mailbox of ${user}`,
			type: 'imap',
			data: {
				user,
				password: PASSWORD,
				host: '127.0.0.1',
				port,
				secure: false,
				allowUnauthorizedCerts: true,
			},
		}),
		/** Puts a mail, as nodemailer describes it, into a user's inbox: unread, like any that arrives. */
		async deliver(user, mail) {
			const input = await new MailComposer(mail).compile().build();
			call(doveadm, ['-c', configuration, 'save', '-u', user], { input, cwd: folder });
		},
	};
}

const isRoot = () => process.getuid?.() === 0;

function settings({ folder, port, mailLog }) {
	const owner = isRoot() ? 'uid=nobody gid=nogroup' : ownIds();
	return `
base_dir = ${folder}/run
log_path = ${mailLog}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/box/%u
first_valid_uid = 0
${isRoot() ? 'default_login_user = dovenull\ndefault_internal_user = dovecot' : withoutRoot()}
namespace inbox {
  inbox = yes
}
service imap-login {
${isRoot() ? '' : '  chroot =\n'}  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = ${owner} home=${folder}/box/%u
}
`;
}

const ownIds = () => `uid=${process.getuid()} gid=${process.getgid()}`;

/** Dovecot changes to other users and locks itself in, which only root can do. */
function withoutRoot() {
	const { username } = userInfo();
	const group = call('id', ['-gn']).trim();
	return `default_login_user = ${username}
default_internal_user = ${username}
default_internal_group = ${group}
service anvil {
  chroot =
}
service stats {
  chroot =
}`;
}
