@NullMarked
package dev.berth.aws.ecr;

import org.jspecify.annotations.NullMarked;
