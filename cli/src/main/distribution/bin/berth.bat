@echo off
rem Starts Berth. JAVA_HOME chooses the JVM; BERTH_JAVA_OPTS adds options to it. bin/berth does the same on other systems.
setlocal DisableDelayedExpansion
for %%i in ("%~dp0..") do set "home=%%~fi"

set "java=java.exe"
if exist "%home%\runtime\bin\java.exe" (
  set "java=%home%\runtime\bin\java.exe"
) else if defined JAVA_HOME (
  set "java=%JAVA_HOME%\bin\java.exe"
)
where /q "%java%" 2>nul || if not exist "%java%" (
  echo error: Java is missing: install a JDK or JRE 17 or newer, or set JAVA_HOME 1>&2
  exit /b 2
)

rem The JVM does not start with two collectors, or with less memory than an option of ours asks for.
set "given=%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS% %_JAVA_OPTIONS% %BERTH_JAVA_OPTS%"
set "collector=-XX:+UseSerialGC"
if not "%given:-XX:+Use=%"=="%given%" set "collector="
set "heap=-Xms32m -Xmn16m"
if not "%given:-Xm=%"=="%given%" set "heap="
if not "%given:HeapSize=%"=="%given%" set "heap="
if not "%given:RAM=%"=="%given%" set "heap="

rem Another Java than the one that wrote the archive ignores it.
set "archive="
if exist "%home%\lib\berth.jsa" set archive="-XX:SharedArchiveFile=%home%\lib\berth.jsa" -Xlog:disable -Xlog:all=error:stderr -Xlog:cds=off:stderr

"%java%" %collector% %heap% -Xshare:auto %archive% -Djdk.http.auth.tunneling.disabledSchemes= %BERTH_JAVA_OPTS% "-Djava.util.logging.config.file=%home%\lib\logging.properties" --enable-native-access=ALL-UNNAMED "-Dberth.distribution=%home%" -cp "%home%\lib\first\*;%home%\lib\*" dev.berth.cli.Main %*
exit /b %ERRORLEVEL%
