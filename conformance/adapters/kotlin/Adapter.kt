/*
 * A sketch of an adapter for the Android SDK. IT WAS NEVER COMPILED OR RUN: the project's machines have no Android SDK.
 * It follows the sources of decart-android 0.7.10; names may need corrections.
 *
 * Run it as a JVM unit test among the SDK's own: there QueueClient can be made without an Android context (its
 * constructor is internal, so this file belongs in the SDK's test sources). It connects to the kit:
 *
 *     npx decart-mock conformance sdk --dial --adapter "./gradlew :sdk:testDebugUnitTest --tests '*KitAdapter*'"
 */
package ai.decart.sdk.kit

import ai.decart.sdk.queue.QueueClient
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.*
import kotlinx.serialization.json.*
import okhttp3.*
import org.junit.Test

class KitAdapter {
    private val scope = CoroutineScope(Dispatchers.IO + SupervisorJob())
    private val sessions = ConcurrentHashMap<String, QueueClient>()
    private val calls = ConcurrentHashMap<String, Job>()
    private val done = CountDownLatch(1)

    @Test
    fun serve() {
        val request = Request.Builder().url(System.getenv("KIT_ADAPTER_URL")).build()
        OkHttpClient().newWebSocket(request, object : WebSocketListener() {
            override fun onMessage(socket: WebSocket, text: String) = take(socket, Json.parseToJsonElement(text).jsonObject)
            override fun onClosed(socket: WebSocket, code: Int, reason: String) = done.countDown()
            override fun onFailure(socket: WebSocket, cause: Throwable, response: Response?) = done.countDown()
        })
        done.await()
    }

    private fun take(socket: WebSocket, message: JsonObject) {
        fun field(name: String) = message.getValue(name).jsonPrimitive.content
        when (field("t")) {
            "hello" -> socket.send(welcome)
            "ping" -> socket.send("""{"kit":1,"t":"pong","n":${field("n")},"at":${System.nanoTime() / 1e6}}""")
            "open" -> answer(socket, field("id")) {
                val config = message.getValue("config").jsonObject
                val key = config.getValue("apiKey").jsonPrimitive.contentOrNull.orEmpty()
                val base = config.getValue("baseUrl").jsonPrimitive.content
                sessions[field("session")] = QueueClient(key, base, TestLogger, contentResolver = null)
                JsonNull
            }
            "call" -> answer(socket, field("id")) { perform(message) }
            "close" -> answer(socket, field("id")) { sessions.remove(field("on")); JsonNull }
            "cancel" -> calls[field("id")]?.cancel()
            "bye" -> done.countDown()
        }
    }

    private suspend fun perform(message: JsonObject): JsonElement {
        val args = message.getValue("args").jsonObject
        val client = sessions[message["on"]?.jsonPrimitive?.contentOrNull]
        return when (val op = message.getValue("op").jsonPrimitive.content) {
            "adapter.echo" -> args.getValue("value") // a $blob must be read, and answered by size and sha256
            "adapter.sleep" -> { delay(args.getValue("ms").jsonPrimitive.long); JsonNull }
            "queue.status" -> client!!.status(args.getValue("jobId").jsonPrimitive.content).let { seen ->
                buildJsonObject { put("jobId", seen.jobId); put("status", seen.status.name.lowercase()) }
            }
            // queue.submit, queue.result and queue.submitAndPoll work the same way: VideoEditInput for the inputs,
            // submitAndObserve(...).collect for the events, MessageDigest for the result.
            else -> throw UnsupportedOperationException("This adapter has no $op.")
        }
    }

    private fun answer(socket: WebSocket, id: String, work: suspend () -> JsonElement) {
        calls[id] = scope.launch {
            val outcome = try {
                """"outcome":"ok","value":${work()}"""
            } catch (gap: UnsupportedOperationException) {
                """"outcome":"unsupported","reason":${JsonPrimitive(gap.message)}"""
            } catch (error: Throwable) {
                """"outcome":"error","error":${facts(error)}"""
            }
            calls.remove(id)
            socket.send("""{"kit":1,"t":"result","id":"$id",$outcome}""")
        }
    }

    private fun facts(error: Throwable): JsonObject = buildJsonObject {
        put("kind", "thrown")
        put("type", error::class.simpleName ?: "Throwable")
        put("message", error.message.orEmpty())
        if (error is CancellationException) put("isAbort", true)
        (error as? ai.decart.sdk.queue.QueueException)?.statusCode?.let { put("httpStatus", it) }
        error.cause?.let { put("cause", facts(it)) }
    }

    private val welcome = """{"kit":1,"t":"welcome","protocol":"1.0",""" +
        """"adapter":{"name":"decart-kotlin","version":"0.0.0"},""" +
        """"sdk":{"name":"decart-android","version":"0.7.10","language":"kotlin"},""" +
        """"capabilities":["queue.status","adapter.echo","adapter.sleep"],"limits":{"maxConcurrent":8},"blob":["path","inline"]}"""
}
