@echo off
rem The `posthorn` command of the installed app: runs the command line through the app's own binary. A script waits for a
rem program with windows, which a prompt does not. No web page is ever loaded this way. After -- everything is the command line's.
"%~dp0..\Posthorn.exe" --no-sandbox --log-level=3 --posthorn-cli -- %*
exit /b %ERRORLEVEL%
