// Writes the files of one template, as "berth container-registry flavor new" does.

import java.nio.file.Files
import java.nio.file.Path
import java.util.regex.Pattern
import javax.lang.model.SourceVersion

Path project = Path.of(request.outputDirectory, request.artifactId)
Path templates = project.resolve('template')

// Batch mode does not evaluate the expressions of archetype-metadata.xml.
List<String> problems = []
if (!(template in ['name-only', 'checks', 'login'])) {
  problems << "there is no template '$template': -Dtemplate=name-only, -Dtemplate=checks or -Dtemplate=login"
}
if (!(flavorName ==~ /[a-z0-9][a-z0-9._-]{0,62}/)) {
  problems << "'$flavorName' is not a valid name for a flavor: -DflavorName=NAME has lower-case letters," +
    " digits, '.', '_' and '-', begins with a letter or digit, and has at most 63 characters"
}
if ("${request.package}." ==~ /(java|javax|jdk|jakarta|dev\.berth)\..*/ ||
    !SourceVersion.isName(request.package, SourceVersion.RELEASE_17)) {
  problems << "'${request.package}' is not a valid name for a package: -Dpackage=com.example.registries"
}
if (problems) {
  templates.toFile().deleteDir()
  Files.delete(project.resolve('pom.xml'))
  // Stays if it has files of somebody else.
  project.toFile().delete()
  throw new IllegalArgumentException(problems.join('\n'))
}

String prefix = flavorName.split('[._-]+').findAll { it }.collect { it.capitalize() }.join()
prefix = Character.isDigit(prefix.charAt(0)) ? "R$prefix" : prefix
Map<String, String> values = [
  'com.acme': request.package,
  'Acme': prefix,
  'ACME': flavorName.toUpperCase(Locale.ROOT).replaceAll('[^A-Z0-9]', '_'),
  'acme': flavorName,
  '@BERTH_VERSION@': request.archetypeVersion,
]
Pattern placeholder = Pattern.compile(values.keySet().collect { Pattern.quote(it) }.join('|'))

def write = { String file, String source ->
  Path path = project.resolve(file)
  Files.createDirectories(path.parent)
  String text = Files.readString(templates.resolve(source))
  Files.writeString(path, placeholder.matcher(text).replaceAll { values[it.group()] })
}

write('README.md', 'common/README.md')
write('.gitignore', 'common/gitignore')
write('src/main/resources/META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor', 'common/services')
String folder = request.package.replace('.', '/') + '/' + prefix
['Flavor', 'RegistryConfig', 'Registry', 'FlavorTest', 'FlavorContractTest'].each { type ->
  String source = [template, 'common']
    .collect { "$it/${type}.java".toString() }
    .find { Files.exists(templates.resolve(it)) }
  // The template that has only a name has no other classes.
  if (source != null) {
    write("src/${type.endsWith('Test') ? 'test' : 'main'}/java/$folder${type}.java", source)
  }
}
templates.toFile().deleteDir()
