@NullMarked
package dev.berth.push.http;

import org.jspecify.annotations.NullMarked;
