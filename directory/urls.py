from django.urls import path

from directory.call_outs import views as call_outs
from directory.cover import views as cover
from directory.listings import views as listings

app_name = "directory"
urlpatterns = [
    # /directory/
    path("directory/", listings.directory, name="directory"),
    path("directory/join/", listings.directory_join, name="directory-join"),
    # /directory/mine/
    path("directory/mine/", listings.mine, name="mine"),
    path("directory/mine/declaration/", listings.mine_declaration, name="mine-declaration"),
    path("directory/mine/week/", listings.mine_week, name="mine-week"),
    path("directory/mine/leave/", listings.mine_leave, name="mine-leave"),
    path("directory/mine/leave/<uuid:public_id>/end/", listings.mine_leave_end, name="mine-leave-end"),
    path("directory/mine/any-head/", listings.mine_any_head, name="mine-any-head"),
    path("directory/mine/pause/", listings.mine_pause, name="mine-pause"),
    # /directory/listing/
    path("directory/listing/<uuid:public_id>/", listings.listing, name="listing"),
    path("directory/listing/<uuid:public_id>/approve/", listings.listing_approve, name="listing-approve"),
    path("directory/listing/<uuid:public_id>/pause/", listings.listing_pause, name="listing-pause"),
    path("directory/listing/<uuid:public_id>/contract/", listings.listing_contract, name="listing-contract"),
    # /directory/cover/
    path("directory/cover/", cover.cover, name="cover"),
    path("directory/cover/settings/", cover.directory_settings, name="directory-settings"),
    # /directory/drill/
    path("directory/drill/start/", cover.drill_start, name="drill-start"),
    path("directory/drill/here/", cover.drill_here, name="drill-here"),
    path("directory/drill/here/<str:token>/", cover.drill_link, name="drill-link"),
    path("directory/drill/<uuid:public_id>/", cover.drill, name="drill"),
    # /directory/call-out/
    path("directory/call-out/<uuid:public_id>/", call_outs.call_out, name="call-out"),
    path("directory/call-out/<uuid:public_id>/cancel/", call_outs.call_out_cancel, name="call-out-cancel"),
    path("directory/call-out/<uuid:public_id>/spoken/", call_outs.call_out_spoken, name="call-out-spoken"),
    path("directory/call-out/<uuid:public_id>/done/", call_outs.call_out_done, name="call-out-done"),
    path("directory/call-out/<uuid:public_id>/more/", call_outs.call_out_more, name="call-out-more"),
    # /directory/asked/, and /directory/answer/ behind a link
    path("directory/asked/<uuid:public_id>/", call_outs.asked, name="asked"),
    path("directory/asked/<uuid:public_id>/done/", call_outs.asked_done, name="asked-done"),
    path("directory/answer/", call_outs.answer, name="answer"),
    path("directory/answer/<str:token>/", call_outs.answer_link, name="answer-link"),
]
