package dev.berth.aws.ecr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.config.ConfigBinder;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoryCreationTemplatesRequest;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.KmsException;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ServerException;
import software.amazon.awssdk.services.ecr.model.ValidationException;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.model.DescribeRegistriesRequest;
import software.amazon.awssdk.services.ecrpublic.model.DescribeRegistriesResponse;
import software.amazon.awssdk.services.ecrpublic.model.Registry;
import software.amazon.awssdk.services.ecrpublic.model.RegistryAlias;
import software.amazon.awssdk.services.ecrpublic.model.RegistryAliasStatus;

/** What the services' modelled exceptions come to, which no fake sends with all their parts. */
class RepositoryFailuresTest {
  private static final String CREATE =
      "aws ecr create-repository --repository-name team/app --region eu-central-1"
          + " --registry-id 123456789012";

  private final EcrClient ecr = mock(EcrClient.class, CALLS_REAL_METHODS);

  private static AwsRegistryConfig config(String uri, boolean creates) {
    try (var binder = new ConfigBinder()) {
      Map<String, Object> properties = Map.of("uri", uri, "createRepository", creates);
      return (AwsRegistryConfig) binder.bind(AwsRegistryConfig.class, properties).config();
    }
  }

  private AwsRepository missing(boolean creates) {
    doThrow(RepositoryNotFoundException.builder().build())
        .when(ecr)
        .describeRepositories(any(DescribeRepositoriesRequest.class));
    AwsRegistryConfig config = config("123456789012.dkr.ecr.eu-central-1.amazonaws.com", creates);
    return new EcrRepository(config, () -> ecr, "team/app", () -> "123456789012");
  }

  private static BerthException refusedCreation(AwsRepository repository) {
    BooleanSupplier creation = repository.check().preparation().orElseThrow().action();
    return assertThrows(BerthException.class, creation::getAsBoolean);
  }

  private static <B extends EcrException.Builder> B details(B builder, String code, int status) {
    builder
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("said so").build())
        .statusCode(status);
    return builder;
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            details(LimitExceededException.builder(), "LimitExceededException", 400).build(),
            ErrorCode.PREREQUISITE,
            "LimitExceededException: said so"),
        Arguments.of(
            details(KmsException.builder(), "KmsException", 400).kmsError("disabled").build(),
            ErrorCode.PREREQUISITE,
            "KmsException: said so"),
        Arguments.of(
            details(ServerException.builder(), "ServerException", 500).build(),
            ErrorCode.TRANSIENT,
            "is not available now"),
        Arguments.of(
            ServerException.builder().statusCode(500).build(),
            ErrorCode.TRANSIENT,
            "is not available now"),
        Arguments.of(
            ServerException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorMessage("said so").build())
                .statusCode(502)
                .build(),
            ErrorCode.TRANSIENT,
            "is not available now"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aCreationThatIsRefusedIsToldByItsKind(SdkException refusal, ErrorCode code, String words) {
    doThrow(refusal).when(ecr).createRepository(any(CreateRepositoryRequest.class));

    BerthException e = refusedCreation(missing(true));

    assertEquals(code, e.code(), e::getMessage);
    assertTrue(e.getMessage().contains(words), e::getMessage);
    assertTrue(
        e.getMessage().startsWith("creating repository team/app in eu-central-1: "), e::getMessage);
    if (code == ErrorCode.PREREQUISITE) {
      assertEquals(List.of(CREATE), e.hints());
    }
  }

  @Test
  void aPublicRepositoryThatCannotBeCreatedNamesThePublicCommand() {
    EcrPublicClient ecrPublic = mock(EcrPublicClient.class, CALLS_REAL_METHODS);
    doThrow(
            software.amazon.awssdk.services.ecrpublic.model.RepositoryNotFoundException.builder()
                .build())
        .when(ecrPublic)
        .describeRepositories(
            any(software.amazon.awssdk.services.ecrpublic.model.DescribeRepositoriesRequest.class));
    var alias = RegistryAlias.builder().name("acme").status(RegistryAliasStatus.ACTIVE).build();
    doReturn(
            DescribeRegistriesResponse.builder()
                .registries(Registry.builder().aliases(alias).build())
                .build())
        .when(ecrPublic)
        .describeRegistries(any(DescribeRegistriesRequest.class));
    doThrow(
            software.amazon.awssdk.services.ecrpublic.model.LimitExceededException.builder()
                .build())
        .when(ecrPublic)
        .createRepository(
            any(software.amazon.awssdk.services.ecrpublic.model.CreateRepositoryRequest.class));

    BerthException e =
        refusedCreation(
            new PublicEcrRepository(
                config("public.ecr.aws/acme", true), () -> ecrPublic, "acme/app"));

    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertEquals(
        List.of("aws ecr-public create-repository --repository-name app --region us-east-1"),
        e.hints());
  }

  @Test
  void templatesThatCannotBeReadLeaveItOpenWhetherAPushCreatesTheRepository() {
    doThrow(details(ValidationException.builder(), "ValidationException", 400).build())
        .when(ecr)
        .describeRepositoryCreationTemplates(any(DescribeRepositoryCreationTemplatesRequest.class));

    Check.Result result = missing(false).check();

    assertEquals(Check.Status.UNKNOWN, result.status());
    assertTrue(result.message().contains("ValidationException"), result::message);
    assertEquals(CREATE, result.remedy().orElseThrow());
  }
}
